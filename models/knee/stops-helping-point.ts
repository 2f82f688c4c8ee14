import { studentTQuantile } from '../statistics/student-t.ts'
import type { VariedPoint } from './stops-helping.ts'

const LEVEL = 0.95

/**
 * Mean throughput of blocks that were measured apart from one another, with its 95 % interval by Student's t, which is
 * cut at 0; no interval of fewer than two blocks.
 *
 * @param throughputs requests per second, by block; at least one
 * @throws RangeError when there is none
 */
export function variedPoint(n: number, throughputs: readonly number[]): VariedPoint {
  const blocks = throughputs.length
  if (blocks === 0) throw new RangeError('no blocks to take the mean of')
  const mean = throughputs.reduce((sum, value) => sum + value, 0) / blocks
  if (blocks < 2) return { n, throughput: mean, interval: null }
  const squares = throughputs.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const error = Math.sqrt(squares / (blocks - 1) / blocks)
  const margin = studentTQuantile((1 + LEVEL) / 2, blocks - 1) * error
  return { n, throughput: mean, interval: [Math.max(0, mean - margin), mean + margin] }
}
