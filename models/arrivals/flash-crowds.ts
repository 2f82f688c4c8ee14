import { exp } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import { requireAtLeast, requireInteger } from './require-number.ts'
import type { WeekArrivals } from './spec.ts'

/** After this many decay times a crowd counts as over: less than 1 % of its excess is left. */
const DECAY_TIMES = 5

/**
 * One factor a minute, ≥ 1: linear from 1 to `peakFactor` over `riseMinutes`, then 1 plus an excess that falls
 * to 1/e of itself every `decayMinutes`. Where tails overlap, the highest factor counts.
 *
 * Crowds begin on whole minutes that the seed picks from the whole week alike, such that each (its rise and
 * five decay times) is over before the next one begins and before the week ends.
 *
 * @throws RangeError when a parameter is out of range or that many crowds do not fit
 */
export function flashCrowdFactors(
  crowds: WeekArrivals['flashCrowds'],
  minutes: number,
  seed: number,
): Float64Array {
  requireInteger('flashCrowds.count', crowds.count, 0)
  requireAtLeast('flashCrowds.peakFactor', crowds.peakFactor, 1)
  requireAtLeast('flashCrowds.riseMinutes', crowds.riseMinutes, 0)
  requireAtLeast('flashCrowds.decayMinutes', crowds.decayMinutes, 0)

  const factors = new Float64Array(minutes).fill(1)
  for (const start of startMinutes(crowds, minutes, seed)) {
    for (let minute = start; minute < minutes; minute++) {
      factors[minute] = Math.max(factors[minute] ?? 1, factorAfter(minute - start, crowds))
    }
  }
  return factors
}

/** Ascending. The free minutes are shared out at random before, between and after the crowds. */
function startMinutes(crowds: WeekArrivals['flashCrowds'], minutes: number, seed: number): number[] {
  const length = Math.max(1, Math.ceil(crowds.riseMinutes + DECAY_TIMES * crowds.decayMinutes))
  const free = minutes - crowds.count * length
  if (crowds.count > 0 && free < 1) {
    throw new RangeError(
      `flashCrowds.count must be such that crowds of ${length} minutes fit in ${minutes}, got ${crowds.count}`,
    )
  }
  const stream = new RandomStream(seed, 'arrivals flash crowds')
  const gaps = Array.from({ length: crowds.count }, () => stream.below(free)).sort((a, b) => a - b)
  return gaps.map((gap, index) => gap + index * length)
}

function factorAfter(elapsedMinutes: number, crowds: WeekArrivals['flashCrowds']): number {
  const { peakFactor, riseMinutes, decayMinutes } = crowds
  const excess = peakFactor - 1
  if (elapsedMinutes < riseMinutes) return 1 + (excess * elapsedMinutes) / riseMinutes
  const sincePeak = elapsedMinutes - riseMinutes
  return sincePeak === 0 ? peakFactor : 1 + excess * exp(-sincePeak / decayMinutes)
}
