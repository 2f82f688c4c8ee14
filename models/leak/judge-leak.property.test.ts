import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeLeak } from './judge-leak.ts'
import type { LeakCheckpoint } from './leak-checkpoint.ts'

const series = fc.array(fc.integer({ min: 5_000_000, max: 6_000_000 }), { minLength: 0, maxLength: 30 })

const checkpointsOf = (values: readonly number[]): LeakCheckpoint[] =>
  values.map((bytes, i) => ({
    requests: 1000 * i,
    atMs: 5000 * i,
    heapUsedBytes: bytes,
    externalBytes: bytes,
    rssBytes: bytes,
  }))

test('whatever was measured, the verdict is plain data without a number that is none', () => {
  fc.assert(
    fc.property(series, (values) => {
      const verdict = judgeLeak(checkpointsOf(values), { ratePerSecond: 100, limitBytes: 1e9 })
      expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
      for (const measure of Object.values(verdict.measures)) {
        if (measure?.bytesPerRequest == null) continue
        const { value, low, high } = measure.bytesPerRequest
        expect(low).toBeLessThanOrEqual(value)
        expect(high).toBeGreaterThanOrEqual(value)
        if (measure.verdict === 'leak') expect(low).toBeGreaterThan(verdict.budgetBytesPerRequest)
        if (measure.verdict === 'none') expect(high).toBeLessThanOrEqual(verdict.concernBytesPerRequest)
      }
    }),
  )
})

test('a heap that is larger from the start is judged alike', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 0, max: 1e9 }), (values, more) => {
      const found = judgeLeak(checkpointsOf(values))
      const larger = judgeLeak(checkpointsOf(values.map((bytes) => bytes + more)))
      expect(larger.verdict).toBe(found.verdict)
    }),
  )
})

test('what only falls is never a leak', () => {
  fc.assert(
    fc.property(series, (values) => {
      const falling = [...values].sort((a, b) => b - a)
      expect(['none', 'unknown']).toContain(judgeLeak(checkpointsOf(falling)).verdict)
    }),
  )
})
