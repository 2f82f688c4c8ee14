import { type HeapCensus, wasThere } from './heap-census.ts'
import { edgeName, edgeType, type HeapSnapshot, nodeName, nodeType } from './heap-snapshot.ts'
import { isCollection, isLarge } from './retaining-kind.ts'
import { pathTo, type RetainingTree } from './retaining-tree.ts'

/** An edge, and the node that it leads to. */
export interface PathStep {
  /** Name or index. */
  readonly edge: string
  /** As V8 has it: `context`, `element`, `property`, `internal`, `hidden`. */
  readonly edgeType: string
  readonly name: string
  /** As V8 has it: `object`, `closure`, `array`, … */
  readonly type: string
  /** Whether it was there before. */
  readonly isOld: boolean
  /** New objects that it refers to itself, or by its table. */
  readonly entries: number
}

/** From the root to an object that is new. */
export interface HeapPath {
  readonly steps: readonly PathStep[]
  /** The step whose object keeps what is new, and grows; −1 for the root. */
  readonly holder: number
}

/** How far below the last old object a new collection is looked for that holds the rest. */
const DEPTH_OF_NEW_HOLDERS = 6

/** Finds the shortest path that keeps an object; `null` for what nothing keeps. */
export function heapPaths(
  snapshot: HeapSnapshot,
  tree: RetainingTree,
  before: HeapCensus,
): (node: number) => HeapPath | null {
  const isOld = (node: number) => wasThere(before, snapshot.id[node] as number)
  // Many paths go through the same few objects, of which some have a hundred thousand entries.
  const entries = new Map<number, number>()
  const entriesOf = (node: number): number => {
    const known = entries.get(node) ?? newEntries(snapshot, node, isOld)
    entries.set(node, known)
    return known
  }
  const stepBy = (edge: number): PathStep => {
    const node = snapshot.edgeTo[edge] as number
    return {
      edge: edgeName(snapshot, edge),
      edgeType: edgeType(snapshot, edge),
      name: nodeName(snapshot, node),
      type: nodeType(snapshot, node),
      isOld: isOld(node),
      get entries() {
        return entriesOf(node)
      },
    }
  }
  return (node) => {
    const edges = pathTo(tree, node)
    if (edges.length === 0) return null
    const steps = edges.map(stepBy)
    return { steps, holder: holderOf(steps) }
  }
}

/** The last object that was there before, or a large collection that came soon after it. */
function holderOf(steps: readonly PathStep[]): number {
  const lastOld = ownerOfTable(
    steps,
    steps.findLastIndex((step) => step.isOld),
  )
  const old = steps[lastOld]
  if (old !== undefined && isCollection(old)) return lastOld
  const below = steps.slice(lastOld + 1, lastOld + 1 + DEPTH_OF_NEW_HOLDERS)
  const holder = below.findIndex((step) => isCollection(step) && isLarge(step))
  return holder === -1 ? lastOld : lastOld + 1 + holder
}

/** Where there was room in a collection's table, that table was there before too; it is part of the collection. */
function ownerOfTable(steps: readonly PathStep[], at: number): number {
  const step = steps[at]
  const isTable = step?.type === 'array' && step.edgeType === 'internal' && TABLES.has(step.edge)
  return isTable && at > 0 ? at - 1 : at
}

/** What keeps the entries of an object in a node of its own. */
const TABLES = new Set(['table', 'elements', 'properties'])

function newEntries(snapshot: HeapSnapshot, node: number, isOld: (node: number) => boolean): number {
  const { firstEdge, edgeTo } = snapshot
  const found = new Set<number>()
  const count = (of: number, isTable: boolean): void => {
    for (let edge = firstEdge[of] as number; edge < (firstEdge[of + 1] as number); edge++) {
      const target = edgeTo[edge] as number
      if (!isTable && edgeType(snapshot, edge) === 'internal' && TABLES.has(edgeName(snapshot, edge))) {
        count(target, true)
      } else if (!isOld(target)) found.add(target)
    }
  }
  count(node, false)
  return found.size
}
