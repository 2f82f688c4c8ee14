import { ln, exp } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import type { SearchTrial } from './capacity-search-result.ts'
import { CapacitySearch, type CapacitySearchOptions, type WantedTrial } from './capacity-search.ts'
import type { SearchGoal } from './search-goal.ts'

export const majorityGoal: SearchGoal = {
  finalTrialMs: 2000,
  initialTrialMs: 500,
  durationSumMs: 6000,
  lossRatio: 0.01,
  failureRatio: 0.001,
  exceedRatio: 0.5,
  relativeWidth: 0.05,
}

/** A target made up for a test: what share of a trial's requests it loses. */
export type SyntheticTarget = (wanted: WantedTrial) => Partial<SearchTrial>

/** Loses nothing up to its capacity, and half beyond. */
export function sharpTarget(capacity: number): SyntheticTarget {
  return ({ rate }) => ({ lossRatio: rate <= capacity ? 0 : 0.5 })
}

/**
 * Each request is lost with probability 1 / (1 + (middle / rate)^steepness); a trial's losses are drawn from the normal
 * approximation of their number.
 */
export function logisticTarget(middle: number, steepness: number, seed: number): SyntheticTarget {
  let trial = 0
  return ({ rate, durationMs }) => {
    const stream = new RandomStream(seed, 'losses', trial++)
    const expected = logisticLoss(middle, steepness, rate)
    const deviation = Math.sqrt((expected * (1 - expected)) / ((rate * durationMs) / 1000))
    const noise = Array.from({ length: 12 }, () => stream.float()).reduce((sum, each) => sum + each, -6)
    return { lossRatio: Math.min(1, Math.max(0, expected + deviation * noise)) }
  }
}

function logisticLoss(middle: number, steepness: number, rate: number): number {
  return 1 / (1 + exp(steepness * ln(middle / rate)))
}

/** Where the expected loss is `loss`: the capacity of a logistic target. */
export function logisticCapacity(middle: number, steepness: number, loss: number): number {
  return middle * exp(ln(loss / (1 - loss)) / steepness)
}

/** Fails in a band of rates, and does well above it, as far as its capacity. */
export function invertedTarget(from: number, to: number, capacity: number): SyntheticTarget {
  return ({ rate }) => ({ lossRatio: (rate >= from && rate <= to) || rate > capacity ? 0.3 : 0 })
}

/** Once overloaded, it loses half of everything until so many trials at a tenth of its capacity have passed. */
export function meltingTarget(capacity: number, trialsToRecover: number): SyntheticTarget {
  let ill = 0
  return ({ rate }) => {
    if (rate > capacity) ill = trialsToRecover
    else if (ill > 0 && rate <= capacity / 10) ill--
    return { lossRatio: rate > capacity || ill > 0 ? 0.5 : 0 }
  }
}

/** Another target, from a generator that is late above its own highest rate. */
export function throughGenerator(target: SyntheticTarget, highestRate: number): SyntheticTarget {
  return (wanted) => ({ ...target(wanted), generatorBound: wanted.rate > highestRate })
}

export function trialOf(wanted: WantedTrial, outcome: Partial<SearchTrial>): SearchTrial {
  const { rate, durationMs } = wanted
  return { rate, durationMs, lossRatio: 0, failureRatio: 0, generatorBound: false, ...outcome }
}

/** Runs a search to its end; it throws when there is none. */
export function searchThrough(
  target: SyntheticTarget,
  options: Partial<CapacitySearchOptions> = {},
): CapacitySearch<SearchTrial> {
  const search = new CapacitySearch<SearchTrial>({
    goal: majorityGoal,
    lowestRate: 10,
    highestRate: 100_000,
    ...options,
  })
  for (let trials = 0; trials < 1000; trials++) {
    const wanted = search.next()
    if (wanted === null) return search
    search.add(trialOf(wanted, target(wanted)))
  }
  throw new Error('the search does not end')
}
