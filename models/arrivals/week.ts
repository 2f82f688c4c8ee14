import type { Arrivals } from './arrivals.ts'
import { burstModel, drawBursts } from './bursts.ts'
import { ChunkedArrivals } from './chunked-arrivals.ts'
import { flashCrowdFactors } from './flash-crowds.ts'
import { minuteNoise } from './minute-noise.ts'
import { requireAtLeast } from './require-number.ts'
import type { WeekArrivals } from './spec.ts'
import { MINUTES_PER_WEEK, weekShapeFactors } from './week-shape.ts'

const MINUTE_MS = 60_000

/**
 * Seven days of traffic: a rate for every minute (day and hour × noise × flash crowds) and, within the minute,
 * a two-state burst process around it. Each minute is drawn on its own.
 *
 * @throws RangeError naming the field that is out of range
 */
export function weekArrivals(spec: WeekArrivals, seed: number): Arrivals {
  const rates = minuteRates(spec, seed)
  const bursts = burstModel(spec.bursts)
  return new ChunkedArrivals({
    durationMs: MINUTES_PER_WEEK * MINUTE_MS,
    chunkMs: MINUTE_MS,
    ratePerSecond: (atMs) => rates[Math.floor(atMs / MINUTE_MS)] ?? 0,
    drawChunk(index, fromMs, toMs, into) {
      drawBursts(bursts, rates[index] ?? 0, { seed, index, fromMs, toMs }, into)
    },
  })
}

/**
 * Requests per second in each minute. Shape and noise are scaled together so that, before flash crowds, the
 * week's mean is `meanRate` exactly and not only in expectation.
 */
function minuteRates(spec: WeekArrivals, seed: number): Float64Array {
  requireAtLeast('meanRate', spec.meanRate, 0)
  const hours = weekShapeFactors(spec.shape)
  const usual = minuteNoise(spec.noise, MINUTES_PER_WEEK, seed).map(
    (noise, minute) => noise * (hours[Math.floor(minute / 60)] ?? 0),
  )
  const scale = (spec.meanRate * MINUTES_PER_WEEK) / usual.reduce((sum, factor) => sum + factor, 0)
  const crowds = flashCrowdFactors(spec.flashCrowds, MINUTES_PER_WEEK, seed)
  return usual.map((factor, minute) => scale * factor * (crowds[minute] ?? 1))
}
