import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { requireAtLeast, requireInteger, requirePositive } from './require-number.ts'

/** Requests that come at once; each size comes as often as the others, in an order that is drawn. */
export const BATCH_SIZES: readonly number[] = [1, 2, 4, 8]

const MEAN_BATCH = BATCH_SIZES.reduce((sum, size) => sum + size, 0) / BATCH_SIZES.length

/**
 * Due times, ascending, of requests that come in batches at Poisson moments: of what one request makes others wait
 * for, a batch of eight shows seven times as much as a pair.
 *
 * @param rate requests per second on average, all sizes of batches together; finite, > 0
 * @param durationMs finite, ≥ 0
 * @throws RangeError when a parameter is out of range
 */
export function batchedDueMs(
  { rate, durationMs }: { readonly rate: number; readonly durationMs: number },
  seed: number,
): Float64Array {
  requireInteger('seed', seed)
  requirePositive('rate', rate)
  requireAtLeast('durationMs', durationMs, 0)
  const moments = new RandomStream(seed, 'batch-moments')
  const order = new RandomStream(seed, 'batch-sizes')
  const meanGapMs = (1000 * MEAN_BATCH) / rate
  const dueMs: number[] = []
  let sizes: number[] = []
  for (
    let atMs = exponential(moments, meanGapMs);
    atMs < durationMs;
    atMs += exponential(moments, meanGapMs)
  ) {
    if (sizes.length === 0) sizes = [...BATCH_SIZES]
    const [size] = sizes.splice(order.below(sizes.length), 1)
    for (let i = 0; i < (size as number); i++) dueMs.push(atMs)
  }
  return Float64Array.from(dueMs)
}
