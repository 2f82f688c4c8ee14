import { groupOf, type HeapCensus, type ObjectGroup, takeCensus, wasThere } from './heap-census.ts'
import { type HeapPath, heapPaths } from './heap-path.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'
import { type RetainingKind, retainingKind } from './retaining-kind.ts'
import { retainingText } from './retaining-text.ts'
import { retainingTree } from './retaining-tree.ts'

/** A group that has more objects or bytes than before. */
export interface GroupGrowth extends Pick<ObjectGroup, 'name' | 'type'> {
  readonly countBefore: number
  readonly countAfter: number
  readonly bytesBefore: number
  readonly bytesAfter: number
}

export interface RetainingPath {
  readonly kind: RetainingKind
  /** From the variable that holds it to the object: `requests (Map) → [entry] → IncomingMessage`. */
  readonly text: string
  /** Of the objects looked at, weighted by how much their group has grown; in (0, 1]. */
  readonly share: number
}

/** What came between two snapshots of a process and stayed, and what keeps it. */
export interface RetainedGrowth {
  /** Those that grew by the most bytes, the most first. */
  readonly groups: readonly GroupGrowth[]
  /** By their share, the most first. */
  readonly paths: readonly RetainingPath[]
  /** How many objects' paths were followed. */
  readonly objectsFollowed: number
}

const MOST_GROUPS = 10
const MOST_PATHS = 5
const GROUPS_FOLLOWED = 5
const OBJECTS_OF_A_GROUP = 10
/** What the engine makes for itself, and what says nothing of who keeps it. */
const OWN_OF_ENGINE = new Set(['hidden', 'code', 'synthetic', 'native', 'number', 'symbol', 'object shape'])

/**
 * What grew between two snapshots of one process, and why it stays: of up to 50 objects of the groups that grew the most,
 * evenly spread over those that were not there before, the shortest path from the roots that keeps each.
 *
 * @param before of the earlier snapshot, whose ids are those of the later one where objects have stayed
 */
export function findRetainedGrowth(before: HeapCensus, after: HeapSnapshot): RetainedGrowth {
  const groups = grownGroups(before, takeCensus(after))
  const followed = groups.filter(({ type }) => !OWN_OF_ENGINE.has(type)).slice(0, GROUPS_FOLLOWED)
  const objects = newObjects(before, after, followed)
  const pathTo = heapPaths(after, retainingTree(after), before)
  const shares = new Map<string, WeighedPath>()
  let objectsFollowed = 0
  for (const group of followed) {
    const chosen = evenlySpread(objects.get(keyOf(group)) ?? [], OBJECTS_OF_A_GROUP)
    for (const node of chosen) {
      const found = describePath(pathTo(node))
      if (found === null) continue
      objectsFollowed++
      const key = `${found.kind} ${found.text}`
      const share = shares.get(key) ?? { ...found, weight: 0 }
      share.weight += (group.bytesAfter - group.bytesBefore) / chosen.length
      shares.set(key, share)
    }
  }
  return { groups: groups.slice(0, MOST_GROUPS), paths: ranked([...shares.values()]), objectsFollowed }
}

function grownGroups(before: HeapCensus, after: HeapCensus): GroupGrowth[] {
  return [...after.groups]
    .map(([key, { name, type, count, bytes }]) => {
      const was = before.groups.get(key)
      return {
        name,
        type,
        countBefore: was?.count ?? 0,
        countAfter: count,
        bytesBefore: was?.bytes ?? 0,
        bytesAfter: bytes,
      }
    })
    .filter((group) => group.bytesAfter > group.bytesBefore)
    .sort(
      (a, b) => b.bytesAfter - b.bytesBefore - (a.bytesAfter - a.bytesBefore) || compare(keyOf(a), keyOf(b)),
    )
}

function newObjects(
  before: HeapCensus,
  after: HeapSnapshot,
  groups: readonly GroupGrowth[],
): ReadonlyMap<string, number[]> {
  const objects = new Map(groups.map((group) => [keyOf(group), [] as number[]]))
  for (let node = 0; node < after.type.length; node++) {
    if (!wasThere(before, after.id[node] as number)) objects.get(groupOf(after, node))?.push(node)
  }
  return objects
}

function describePath(path: HeapPath | null): Pick<RetainingPath, 'kind' | 'text'> | null {
  if (path === null || isOfRoots(path)) return null
  return { kind: retainingKind(path), text: retainingText(path) }
}

/** A string that a table of the engine keeps itself says nothing. */
function isOfRoots({ steps, holder }: HeapPath): boolean {
  const held = steps[holder]
  return (held === undefined || held.type === 'synthetic') && steps.at(-1)?.type === 'string'
}

interface WeighedPath extends Pick<RetainingPath, 'kind' | 'text'> {
  weight: number
}

function ranked(found: readonly WeighedPath[]): RetainingPath[] {
  const paths = withoutBeginnings(found)
  const total = paths.reduce((sum, { weight }) => sum + weight, 0)
  return paths
    .sort((a, b) => b.weight - a.weight || compare(a.text, b.text))
    .slice(0, MOST_PATHS)
    .map(({ kind, text, weight }) => ({ kind, text, share: weight / total }))
}

/** A path that ends on the way of another one, as that to a function on the way to its variables, counts for that one. */
function withoutBeginnings(found: readonly WeighedPath[]): WeighedPath[] {
  const longestFirst = [...found].sort((a, b) => b.text.length - a.text.length || compare(a.text, b.text))
  const kept: WeighedPath[] = []
  for (const path of longestFirst) {
    const longer = kept
      .filter(({ kind, text }) => kind === path.kind && text.startsWith(`${path.text} → `))
      .reduce<WeighedPath | null>(
        (most, each) => (most === null || each.weight > most.weight ? each : most),
        null,
      )
    if (longer === null) kept.push({ ...path })
    else longer.weight += path.weight
  }
  return kept
}

function evenlySpread(nodes: readonly number[], most: number): number[] {
  if (nodes.length <= most) return [...nodes]
  return Array.from(
    { length: most },
    (_, i) => nodes[Math.floor(((i + 0.5) * nodes.length) / most)] as number,
  )
}

function keyOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type} ${name}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
