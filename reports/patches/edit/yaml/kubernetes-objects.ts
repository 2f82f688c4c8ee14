import { type DataMap, type DataNode, type DataTree, itemsAt, resolved, textAt } from '../json/data-tree.ts'

/** The objects of a manifest: its documents, and the items of those that are lists. */
export function kubernetesObjects({ documents }: DataTree): DataMap[] {
  return documents.flatMap((document) => objectsIn(resolved(document)))
}

function objectsIn(node: DataNode): DataMap[] {
  if (node.kind !== 'map') return []
  return textAt(node, ['kind'])?.endsWith('List') === true
    ? itemsAt(node, ['items']).flatMap(objectsIn)
    : [node]
}
