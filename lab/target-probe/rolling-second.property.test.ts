import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RollingSecond } from './rolling-second.ts'

test('has all of the last 800 ms, and nothing from a second ago or earlier', () => {
  const addition = fc.record({
    afterMs: fc.integer({ min: 0, max: 700 }),
    value: fc.integer({ min: 0, max: 999 }),
  })
  fc.assert(
    fc.property(fc.array(addition, { maxLength: 60 }), fc.nat(1_500), (additions, laterMs) => {
      const rolling = new RollingSecond()
      const added: { readonly atMs: number; readonly value: number }[] = []
      let nowMs = 0
      for (const { afterMs, value } of additions) {
        nowMs += afterMs
        rolling.add(value, nowMs)
        added.push({ atMs: nowMs, value })
      }
      nowMs += laterMs
      const { count, sum, max } = rolling.read(nowMs)
      const within = (ms: number) => added.filter(({ atMs }) => atMs > nowMs - ms).map(({ value }) => value)
      const certain = within(800)
      const possible = within(1_000)
      expect(count).toBeGreaterThanOrEqual(certain.length)
      expect(count).toBeLessThanOrEqual(possible.length)
      expect(possible.slice(possible.length - count).reduce((total, value) => total + value, 0)).toBe(sum)
      expect(max).toBe(Math.max(0, ...possible.slice(possible.length - count)))
    }),
  )
})
