import type { HeapSnapshot } from './heap-snapshot.ts'

/** What `snapshot` in the file says about the rest of it. */
interface Header {
  readonly meta: {
    readonly node_fields: readonly string[]
    readonly node_types: readonly [readonly string[], ...unknown[]]
    readonly edge_fields: readonly string[]
    readonly edge_types: readonly [readonly string[], ...unknown[]]
  }
  readonly node_count: number
  readonly edge_count: number
}

type Column = Uint8Array | Uint32Array | Float64Array

/**
 * Reads a V8 heap snapshot (`.heapsnapshot`, as `v8.writeHeapSnapshot` and the developer tools write it). The numbers go
 * from the text into typed arrays, without the lists that `JSON.parse` would make of them: beside the text itself there is
 * no more in memory than the result. Texts are at most as long as strings of the engine, 512 MiB in V8.
 *
 * @throws SyntaxError when it is no heap snapshot, or not whole
 */
export function parseHeapSnapshot(text: string): HeapSnapshot {
  const header = readHeader(text)
  const { node_fields: nodeFields, edge_fields: edgeFields } = header.meta
  const nodes = header.node_count
  const edges = header.edge_count
  const type = new Uint8Array(nodes)
  const name = new Uint32Array(nodes)
  const id = new Uint32Array(nodes)
  const selfSize = new Float64Array(nodes)
  const edgeCount = new Uint32Array(nodes)
  readColumns(
    text,
    'nodes',
    nodes,
    columnsOf(nodeFields, { type, name, id, self_size: selfSize, edge_count: edgeCount }),
  )
  const edgeType = new Uint8Array(edges)
  const edgeName = new Uint32Array(edges)
  const edgeTo = new Uint32Array(edges)
  readColumns(
    text,
    'edges',
    edges,
    columnsOf(edgeFields, { type: edgeType, name_or_index: edgeName, to_node: edgeTo }),
  )
  for (let edge = 0; edge < edges; edge++) edgeTo[edge] = (edgeTo[edge] as number) / nodeFields.length
  return {
    nodeTypes: header.meta.node_types[0],
    edgeTypes: header.meta.edge_types[0],
    strings: readStrings(text),
    type,
    name,
    id,
    selfSize,
    firstEdge: firstEdges(edgeCount, edges),
    edgeType,
    edgeName,
    edgeTo,
  }
}

function readHeader(text: string): Header {
  const start = text.indexOf('{"snapshot":')
  const end = text.indexOf('"nodes":[')
  if (start !== 0 || end < 0) throw new SyntaxError('this is no heap snapshot of V8')
  const comma = text.lastIndexOf(',', end)
  const { snapshot } = JSON.parse(`${text.slice(0, comma)}}`) as { readonly snapshot: Header }
  if (!(snapshot.node_count > 0) || !(snapshot.edge_count >= 0)) {
    throw new SyntaxError('the heap snapshot does not say how many nodes and edges it has')
  }
  return snapshot
}

/** The columns in the order of the fields; `null` for those that nobody needs. */
function columnsOf(
  fields: readonly string[],
  wanted: Readonly<Record<string, Column>>,
): ReadonlyArray<Column | null> {
  const missing = Object.keys(wanted).filter((field) => !fields.includes(field))
  if (missing.length > 0) throw new SyntaxError(`the heap snapshot has no field ${missing.join(', ')}`)
  return fields.map((field) => wanted[field] ?? null)
}

const ZERO = 48
const NINE = 57
const CLOSING_BRACKET = 93

/** Reads a list of whole numbers, of which each row has one for each column. */
function readColumns(text: string, key: string, rows: number, columns: ReadonlyArray<Column | null>): void {
  let at = startOf(text, key)
  for (let row = 0; row < rows; row++) {
    for (const column of columns) {
      let code = text.charCodeAt(at)
      while (code < ZERO || code > NINE) {
        if (code === CLOSING_BRACKET) throw new SyntaxError(`the heap snapshot has too few ${key}`)
        code = text.charCodeAt(++at)
      }
      let value = 0
      while (code >= ZERO && code <= NINE) {
        value = 10 * value + code - ZERO
        code = text.charCodeAt(++at)
      }
      if (Number.isNaN(code)) throw new SyntaxError(`the heap snapshot ends in its ${key}`)
      if (column !== null) column[row] = value
    }
  }
}

/** Quotes within strings are escaped, so that the key cannot be part of one. */
function startOf(text: string, key: string): number {
  const start = text.indexOf(`"${key}":[`)
  if (start < 0) throw new SyntaxError(`the heap snapshot has no ${key}`)
  return start + key.length + 4
}

function readStrings(text: string): string[] {
  const start = startOf(text, 'strings') - 1
  const end = text.lastIndexOf(']')
  if (end < start) throw new SyntaxError('the heap snapshot ends in its strings')
  return JSON.parse(text.slice(start, end + 1)) as string[]
}

function firstEdges(counts: Uint32Array, edges: number): Uint32Array {
  const first = new Uint32Array(counts.length + 1)
  for (let node = 0; node < counts.length; node++) {
    first[node + 1] = (first[node] as number) + (counts[node] as number)
  }
  if (first.at(-1) !== edges) throw new SyntaxError('the heap snapshot has other edges than its nodes say')
  return first
}
