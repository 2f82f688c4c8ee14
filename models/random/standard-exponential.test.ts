import { expect, it } from 'vitest'
import { RandomStream } from './random-stream.ts'
import { standardExponential } from './standard-exponential.ts'

const DRAWS = 400_000

function draws(seed: number): Float64Array {
  const stream = new RandomStream(seed, 'standard exponential')
  return Float64Array.from({ length: DRAWS }, () => standardExponential(stream))
}

it('is exponential: the Kolmogorov–Smirnov distance is within its 99.9 % limit', () => {
  const sorted = draws(1).sort()
  let distance = 0
  for (const [i, value] of sorted.entries()) {
    const share = 1 - Math.exp(-value)
    distance = Math.max(distance, (i + 1) / DRAWS - share, share - i / DRAWS)
  }
  expect(distance).toBeLessThan(1.95 / Math.sqrt(DRAWS))
})

it('has mean 1 and variance 1, and is above 0', () => {
  const values = draws(2)
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS
  // Four standard errors: 1 / √n of the mean, √8 / √n of the variance.
  expect(Math.abs(mean - 1)).toBeLessThan(4 / Math.sqrt(DRAWS))
  expect(Math.abs(variance - 1)).toBeLessThan((4 * Math.sqrt(8)) / Math.sqrt(DRAWS))
  expect(values.every((value) => value > 0)).toBe(true)
})

it.each([
  [[1 << 31, 0], Math.LN2],
  [[(1 << 31) | 0xfffff, -1], -Math.log(1 - 2 ** -53)],
  [[1 << 30, 0], 2 * Math.LN2],
  [[(1 << 20) | 0x80000, 0], -Math.log(1.5 / 4096)],
  [[5, 1 << 31, 0], 13 * Math.LN2],
  [[0, 0xfffff, (1 << 29) | 0x40000, 0], -Math.log(1.25) + 27 * Math.LN2],
])('of the bits %j makes %d', (bits, expected) => {
  const left = [...bits]
  const stream = { int32: () => left.shift() ?? NaN } as unknown as RandomStream
  expect(Math.abs(standardExponential(stream) - expected)).toBeLessThan(2e-15 * Math.max(1, expected))
  expect(left).toEqual([])
})
