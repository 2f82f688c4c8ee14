import type { HeapSnapshot } from './heap-snapshot.ts'

/** How every node is reached from the root by the fewest edges that keep it. */
export interface RetainingTree {
  /** The edge that leads to each node on its shortest path; `NONE` for the root, and for what nothing keeps. */
  readonly edgeTo: Uint32Array
  /** The node that this edge comes from. */
  readonly parent: Uint32Array
}

const NONE = 0xffff_ffff

/**
 * Walks a heap from its root, breadth first. Edges that keep nothing are left out: weak ones, shortcuts, and those from the
 * table of a WeakMap to its values, which live as long as their keys. What is kept by functions that are running, and by the
 * taking of the snapshot, is so for a moment only: these edges are walked last, for what nothing else keeps.
 */
export function retainingTree(snapshot: HeapSnapshot): RetainingTree {
  const { firstEdge, edgeTo: targets } = snapshot
  const nodes = snapshot.type.length
  const keeps = keepingEdges(snapshot)
  const isPassing = passingEdges(snapshot)
  const edgeTo = new Uint32Array(nodes).fill(NONE)
  const parent = new Uint32Array(nodes).fill(NONE)
  const queue = new Uint32Array(nodes)
  const passing: Array<readonly [node: number, edge: number]> = []
  let length = 1
  let nextPassing = 0
  /** Whether it was the first edge to its target. */
  const reach = (node: number, edge: number): boolean => {
    const target = targets[edge] as number
    if (parent[target] !== NONE || target === 0) return false
    parent[target] = node
    edgeTo[target] = edge
    queue[length++] = target
    return true
  }
  const reachPassing = (): void => {
    while (nextPassing < passing.length) {
      if (reach(...(passing[nextPassing++] as readonly [number, number]))) return
    }
  }
  for (let head = 0; head < length; head++) {
    const node = queue[head] as number
    const end = firstEdge[node + 1] as number
    for (let edge = firstEdge[node] as number; edge < end; edge++) {
      if (parent[targets[edge] as number] !== NONE || !keeps(node, edge)) continue
      if (isPassing(edge)) passing.push([node, edge])
      else reach(node, edge)
    }
    if (head + 1 === length) reachPassing()
  }
  return { edgeTo, parent }
}

/** Edges from the root to a node; empty for what nothing keeps, and for the root. */
export function pathTo({ edgeTo, parent }: RetainingTree, node: number): number[] {
  const path: number[] = []
  for (let at = node; parent[at] !== NONE && parent[at] !== undefined; at = parent[at] as number) {
    path.push(edgeTo[at] as number)
  }
  return path.toReversed()
}

function keepingEdges(snapshot: HeapSnapshot): (node: number, edge: number) => boolean {
  const keeps = snapshot.edgeTypes.map((type) => type !== 'weak' && type !== 'shortcut')
  const internal = snapshot.edgeTypes.indexOf('internal')
  const array = snapshot.nodeTypes.indexOf('array')
  // `7 / part of key (Object @1) -> value (Object @3) pair in WeakMap (table @5)`, from the key and from the table alike.
  const pairs = indexesOf(snapshot, (text) => text.includes(' / part of key '))
  return (node, edge) => {
    const type = snapshot.edgeType[edge] as number
    if (keeps[type] !== true) return false
    const isPair = type === internal && pairs.has(snapshot.edgeName[edge] as number)
    return !(isPair && snapshot.type[node] === array)
  }
}

/** Roots that are there while a function runs, and what the taking of a snapshot holds itself. */
function passingEdges(snapshot: HeapSnapshot): (edge: number) => boolean {
  const synthetic = snapshot.nodeTypes.indexOf('synthetic')
  const internal = snapshot.edgeTypes.indexOf('internal')
  const roots = indexesOf(snapshot, (text) => text === '(Stack roots)' || text === '(Handle scope)')
  const edges = indexesOf(
    snapshot,
    (text) => text === 'current_microtask' || text.endsWith('/ IdentityMapBase'),
  )
  return (edge) => {
    const target = snapshot.edgeTo[edge] as number
    if (snapshot.type[target] === synthetic && roots.has(snapshot.name[target] as number)) return true
    return snapshot.edgeType[edge] === internal && edges.has(snapshot.edgeName[edge] as number)
  }
}

function indexesOf({ strings }: HeapSnapshot, matches: (text: string) => boolean): ReadonlySet<number> {
  return new Set(strings.flatMap((text, i) => (matches(text) ? [i] : [])))
}
