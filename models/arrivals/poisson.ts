import { RandomStream } from '../random/random-stream.ts'
import { standardExponential } from '../random/standard-exponential.ts'
import type { Arrivals } from './arrivals.ts'
import { ChunkedArrivals } from './chunked-arrivals.ts'
import type { DueBuffer } from './due-buffer.ts'
import { requireAtLeast, requirePositive } from './require-number.ts'
import type { PoissonArrivals } from './spec.ts'

/** Short, so that a window of a fast schedule does not draw much more than it needs. */
const CHUNK_MS = 1000

/**
 * A homogeneous Poisson process. A Poisson process forgets its past, so each second is drawn on its own.
 *
 * @throws RangeError when the rate is not finite and ≥ 0 or the duration not finite and > 0
 */
export function poissonArrivals(spec: PoissonArrivals, seed: number): Arrivals {
  const { rate, durationMs } = spec
  requireAtLeast('rate', rate, 0)
  requirePositive('durationMs', durationMs)
  return new ChunkedArrivals({
    durationMs,
    chunkMs: CHUNK_MS,
    ratePerSecond: () => rate,
    drawChunk(index, fromMs, toMs, into) {
      drawPoisson(new RandomStream(seed, 'arrivals', index), rate, fromMs, toMs, into)
    },
  })
}

/**
 * Appends the events of a Poisson process on [fromMs, toMs): exponential gaps, the first one
 * counted from `fromMs`.
 *
 * @param ratePerSecond finite, ≥ 0
 */
export function drawPoisson(
  stream: RandomStream,
  ratePerSecond: number,
  fromMs: number,
  toMs: number,
  into: DueBuffer,
): void {
  if (ratePerSecond === 0) return
  const meanGapMs = 1000 / ratePerSecond
  let dueMs = fromMs + meanGapMs * standardExponential(stream)
  while (dueMs < toMs) {
    into.push(dueMs)
    dueMs += meanGapMs * standardExponential(stream)
  }
}
