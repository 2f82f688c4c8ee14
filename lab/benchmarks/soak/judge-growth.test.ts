import { expect, test } from 'vitest'
import { RandomStream } from '../../../models/random/random-stream.ts'
import { judgeGrowth } from './judge-growth.ts'

function seriesOf(valueAt: (minutes: number) => number, length = 120) {
  const points = Array.from({ length }, (_, i) => [i / 6, valueAt(i / 6)] as const)
  return { name: 'rss', unit: 'MiB', tolerance: 5, points }
}

test('noise about a level is flat', () => {
  const random = new RandomStream(1, 'soak')
  expect(judgeGrowth(seriesOf(() => 100 + 8 * random.float())).isFlat).toBe(true)
})

test('a rise in the first quarter is a warm-up', () => {
  expect(judgeGrowth(seriesOf((minutes) => 100 + 40 * Math.min(1, minutes / 4))).isFlat).toBe(true)
})

test('a leak within the noise of single samples grows', () => {
  const random = new RandomStream(2, 'soak')
  const verdict = judgeGrowth(seriesOf((minutes) => 100 + 0.6 * minutes + 8 * random.float()))
  expect(verdict.isFlat).toBe(false)
  expect(verdict.low).toBeGreaterThan(0)
})

test('a jump near the end grows', () => {
  expect(judgeGrowth(seriesOf((minutes) => (minutes < 17 ? 100 : 120))).isFlat).toBe(false)
})

test('a surely rising figure within its tolerance is flat', () => {
  expect(judgeGrowth(seriesOf((minutes) => 100 + 0.1 * minutes)).isFlat).toBe(true)
})

test('few samples say nothing', () => {
  expect(judgeGrowth(seriesOf((minutes) => minutes, 12)).isFlat).toBeNull()
})
