import { ConfigEditError, type Splice } from '../config-dialect.ts'
import { textPosition } from '../text-position.ts'
import { leafName } from './data-leaves.ts'
import {
  type DataList,
  type DataMap,
  type DataMember,
  type DataNode,
  type DataReference,
  type DataTree,
  isEmpty,
  type NewObject,
  type NewValue,
  ownMember,
  type Step,
} from './data-tree.ts'

/** A scalar, or an empty object, that has to be written. */
export interface WantedLeaf {
  /** Steps from the place's map; the index just past a list's end appends to it. */
  readonly path: readonly Step[]
  readonly value: string | number | boolean | { readonly [key: string]: never }
}

export interface LeafPlan {
  readonly splices: readonly Splice[]
  /** Paths of the leaves that are written. */
  readonly touches: readonly (readonly Step[])[]
}

/** Something that is to be added to a node that is there. */
interface Addition {
  readonly at: DataNode
  readonly value: NewValue
  readonly write: (value: NewValue) => Splice[]
}

/**
 * Splices that write the leaves, with the parents that are missing.
 *
 * @throws ConfigEditError where a leaf would have to be written through a reference, into something that others
 * repeat, or where something else than a map or a scalar stands
 */
export function planLeaves(tree: DataTree, root: DataMap, leaves: readonly WantedLeaf[]): LeafPlan {
  const additions = new Map<unknown, Addition>()
  const replacements = leaves.flatMap((leaf) => planLeaf(tree, root, leaf, additions))
  const innermostFirst = [...additions.values()].toSorted((a, b) => b.at.from - a.at.from)
  const added = innermostFirst.flatMap(({ value, write }) => write(value))
  return { splices: [...replacements, ...added], touches: leaves.map(({ path }) => path) }
}

/** The splices of a leaf whose scalar is there; one that has to be added goes to the additions. */
function planLeaf(
  tree: DataTree,
  root: DataMap,
  { path, value }: WantedLeaf,
  additions: Map<unknown, Addition>,
): Splice[] {
  const { writer } = tree
  let node: DataNode = root
  for (const [i, step] of path.entries()) {
    const name = leafName(path.slice(0, i + 1))
    const rest = nested(path.slice(i + 1), value)
    if (node.kind === 'list' && typeof step === 'number') {
      const item: DataNode | undefined = node.items[step]
      if (item === undefined) {
        const list: DataList = node
        refuseShared(tree, list, name)
        addTo(additions, list, { at: list, value: rest, write: (each) => writer.append(list, each) })
        return []
      }
      node = item
    } else if (node.kind === 'map') {
      const map: DataMap = node
      const member: DataMember | undefined = ownMember(map, String(step))
      if (member === undefined) {
        refuseInherited(tree, map, String(step), name)
        refuseShared(tree, map, name)
        const addMembers = (each: NewValue) => writer.add(map, each as NewObject)
        addTo(additions, map, { at: map, value: { [step]: rest }, write: addMembers })
        return []
      }
      if (isEmpty(member.value)) {
        refuseShared(tree, member.value, name)
        const fill = (each: NewValue) => writer.fill(map, member, each)
        addTo(additions, member, { at: member.value, value: rest, write: fill })
        return []
      }
      node = member.value
    } else {
      throw new ConfigEditError(`${leafName(path.slice(0, i))} does not hold ${String(step)}`, node.from)
    }
    if (node.kind === 'reference') throw elsewhere(tree, node, name)
  }
  const name = leafName(path)
  if (node.kind !== 'scalar' || typeof value === 'object') {
    throw new ConfigEditError(`${name} is not a single value`, node.from)
  }
  refuseShared(tree, node, name)
  return writer.replace(node, value)
}

function addTo(additions: Map<unknown, Addition>, key: unknown, addition: Addition): void {
  const before = additions.get(key)
  additions.set(
    key,
    before === undefined ? addition : { ...before, value: merged(before.value, addition.value) },
  )
}

function nested(path: readonly Step[], value: NewValue): NewValue {
  return path.reduceRight<NewValue>(
    (inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }),
    value,
  )
}

function merged(a: NewValue, b: NewValue): NewValue {
  if (typeof a !== 'object' || typeof b !== 'object') return b
  if (Array.isArray(a) && Array.isArray(b)) return [merged(a[0] as NewValue, b[0] as NewValue)]
  const objectA = a as NewObject
  const result: Record<string, NewValue> = { ...objectA }
  for (const [key, value] of Object.entries(b as NewObject)) {
    const before = objectA[key]
    result[key] = before === undefined ? value : merged(before, value)
  }
  return result
}

function refuseInherited(tree: DataTree, map: DataMap, key: string, name: string): void {
  const member = map.inherited.find((each) => each.key === key)
  if (member?.value.kind === 'reference') throw elsewhere(tree, member.value, name)
}

function elsewhere({ text }: DataTree, reference: DataReference, name: string): ConfigEditError {
  const { line } = textPosition(text, reference.targetFrom)
  return new ConfigEditError(`${name} repeats what line ${line} says: change it there`, reference.from)
}

function refuseShared({ text }: DataTree, node: DataNode, name: string): void {
  if (node.sharedAt === null) return
  const { line } = textPosition(text, node.sharedAt)
  const message = `${name} is repeated by the alias on line ${line}, which would change as well: separate the two first`
  throw new ConfigEditError(message, node.from)
}
