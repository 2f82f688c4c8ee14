import type { HeapSnapshot } from './heap-snapshot.ts'
import { parseHeapSnapshot } from './parse-heap-snapshot.ts'

export interface SmallNode {
  readonly id: number
  /** `object` unless told. */
  readonly type?: string
  readonly name: string
  /** Bytes; 16 unless told. */
  readonly size?: number
  readonly edges?: readonly SmallEdge[]
}

/** Type, name or index, and the id that it leads to. */
export type SmallEdge = readonly [type: string, name: string | number, id: number]

const NODE_TYPES = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'synthetic',
  'concatenated string',
]
const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak']

/** The text of a snapshot as V8 writes it, with the root first. */
export function smallHeapText(nodes: readonly SmallNode[]): string {
  const strings = ['<dummy>']
  const stringOf = (text: string): number => {
    const known = strings.indexOf(text)
    return known === -1 ? strings.push(text) - 1 : known
  }
  const rowOf = new Map(nodes.map(({ id }, row) => [id, row]))
  const nodeRows = nodes.map(({ type = 'object', name, id, size = 16, edges = [] }) =>
    [NODE_TYPES.indexOf(type), stringOf(name), id, size, edges.length, 0, 0].join(','),
  )
  const edgeRows = nodes
    .flatMap(({ edges = [] }) => edges)
    .map(([type, name, id]) =>
      [
        EDGE_TYPES.indexOf(type),
        typeof name === 'number' ? name : stringOf(name),
        7 * (rowOf.get(id) ?? 0),
      ].join(','),
    )
  const meta = {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
    node_types: [NODE_TYPES, 'string', 'number', 'number', 'number', 'number', 'number'],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
  }
  const snapshot = { meta, node_count: nodeRows.length, edge_count: edgeRows.length, trace_function_count: 0 }
  return (
    `{"snapshot":${JSON.stringify(snapshot)},\n"nodes":[${nodeRows.join('\n,')}],\n` +
    `"edges":[${edgeRows.join('\n,')}],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n` +
    `"locations":[],\n"strings":${JSON.stringify(strings)}}`
  )
}

export function smallHeap(nodes: readonly SmallNode[]): HeapSnapshot {
  return parseHeapSnapshot(smallHeapText(nodes))
}
