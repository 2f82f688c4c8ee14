import type { ConfigPlace, WantedSettings } from '../config-dialect.ts'
import { dataLeaves, leafName } from './data-leaves.ts'
import { type DataMap, type DataTree, mapAt, type Step } from './data-tree.ts'
import { planLeaves, type WantedLeaf } from './plan-leaves.ts'

/** One pool that a tree of data configures. */
export interface TreePool {
  readonly title: string
  readonly from: number
  /** A map that is there. */
  readonly map: DataMap
  /** Steps from the map to what holds the values of this pool and no others; it need not be there. */
  readonly scope: readonly Step[]
  /** What has to be written, and what the file cannot say. @throws ConfigEditError */
  readonly decide: (wanted: WantedSettings) => LeafDecision
}

export interface LeafDecision {
  readonly leaves: readonly WantedLeaf[]
  readonly notes: readonly string[]
}

/** The place of a pool in a tree; values are named by their path from the scope. */
export function treePlace(tree: DataTree, { title, from, map, scope, decide }: TreePool): ConfigPlace {
  const holder = mapAt(map, scope)
  return {
    title,
    from,
    values: holder === null ? [] : dataLeaves(holder, tree.text),
    plan: (wanted) => {
      const { leaves, notes } = decide(wanted)
      const { splices, touches } = planLeaves(tree, map, leaves)
      return { splices, touches: touches.map((path) => leafName(path.slice(scope.length))), notes }
    },
  }
}
