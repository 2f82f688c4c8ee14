import type { BlockPair } from '../statistics/block-ratio.ts'
import type { ComparedSource } from './compared-source.ts'

/**
 * Pairs blocks in which the same was sent, by their positions: runs of the same scenario with the same seed and plan
 * draw the same windows of its schedule. A window that comes several times is paired with its like in order.
 *
 * @returns in the order of `a`; empty where fewer than two pairs can be made, or the seeds or scenarios differ
 */
export function pairBlocks(a: ComparedSource, b: ComparedSource): Array<BlockPair<number>> {
  const [own, other] = [a.comparability, b.comparability]
  const isAlike =
    own.scenarioHash !== null &&
    own.scenarioHash === other.scenarioHash &&
    own.seed === other.seed &&
    own.plan === other.plan
  if (!isAlike) return []
  const positions = new Map<string, number[]>()
  b.blocks.forEach(({ traffic }, i) => {
    if (traffic !== null) positions.set(traffic, [...(positions.get(traffic) ?? []), i])
  })
  const pairs = a.blocks.flatMap(({ traffic }, before) => {
    const after = traffic === null ? undefined : positions.get(traffic)?.shift()
    return after === undefined ? [] : [{ before, after }]
  })
  return pairs.length < 2 ? [] : pairs
}
