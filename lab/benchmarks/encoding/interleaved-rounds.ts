import { median } from '../../../models/statistics/median.ts'
import { type Cost, costOf } from './allocation-meter.ts'

/** One of the things that are compared. */
export interface Contestant {
  readonly name: string
  /** Does what is measured that many times. */
  run(times: number): Promise<void> | void
}

/** Medians over the rounds, for one time. */
export interface ContestantCost extends Cost {
  readonly name: string
  /** CPU time against that of the first contestant in the same round. */
  readonly cpuRatio: number
}

/**
 * Measures contestants in turns, each round beginning with another of them, so that what the machine does meanwhile
 * meets all alike. A round before the first is not counted.
 */
export async function measureInterleaved(
  contestants: readonly Contestant[],
  { rounds, times }: { readonly rounds: number; readonly times: number },
): Promise<ContestantCost[]> {
  const costs = contestants.map(() => [] as Cost[])
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const which = (round + 1 + turn) % contestants.length
      const cost = await costOf(() => contestants[which]?.run(times))
      if (round >= 0) costs[which]?.push(cost)
    }
  }
  return contestants.map(({ name }, which) => {
    const own = costs[which] ?? []
    return {
      name,
      cpuUs: median(own.map(({ cpuUs }) => cpuUs)) / times,
      allocatedBytes: median(own.map(({ allocatedBytes }) => allocatedBytes)) / times,
      cpuRatio: median(own.map(({ cpuUs }, round) => cpuUs / (costs[0]?.[round]?.cpuUs ?? Number.NaN))),
    }
  })
}
