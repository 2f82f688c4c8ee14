/**
 * The objects of a V8 heap and what refers to what, in columns: 21 bytes a node and 9 an edge, and the strings. A snapshot
 * file of 100 MB has about a million nodes and four million edges: some 60 MB, and as much for strings as they are long.
 */
export interface HeapSnapshot {
  /** By the numbers in `type`. */
  readonly nodeTypes: readonly string[]
  /** By the numbers in `edgeType`. */
  readonly edgeTypes: readonly string[]
  /** By the numbers in `name`, and in `edgeName` where an edge has a name and not an index. */
  readonly strings: readonly string[]
  /** Of each node; node 0 is the root. */
  readonly type: Uint8Array
  readonly name: Uint32Array
  /** The same for an object in all snapshots of one process. */
  readonly id: Uint32Array
  /** Bytes without what it refers to. */
  readonly selfSize: Float64Array
  /** The first edge of each node, and after the last node the number of edges. */
  readonly firstEdge: Uint32Array
  readonly edgeType: Uint8Array
  /** A string, or an index for edges of type `element` and `hidden`. */
  readonly edgeName: Uint32Array
  /** A node. */
  readonly edgeTo: Uint32Array
}

export function nodeName(snapshot: HeapSnapshot, node: number): string {
  return snapshot.strings[snapshot.name[node] ?? -1] ?? ''
}

export function nodeType(snapshot: HeapSnapshot, node: number): string {
  return snapshot.nodeTypes[snapshot.type[node] ?? -1] ?? ''
}

export function edgeType(snapshot: HeapSnapshot, edge: number): string {
  return snapshot.edgeTypes[snapshot.edgeType[edge] ?? -1] ?? ''
}

/** Its name, or its index. */
export function edgeName(snapshot: HeapSnapshot, edge: number): string {
  const name = snapshot.edgeName[edge] ?? 0
  const type = edgeType(snapshot, edge)
  return type === 'element' || type === 'hidden' ? String(name) : (snapshot.strings[name] ?? '')
}
