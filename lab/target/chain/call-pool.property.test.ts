import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallPool, type CheckedOut } from './call-pool.ts'

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant('check out' as const) },
  { weight: 3, arbitrary: fc.constant('release' as const) },
  { weight: 1, arbitrary: fc.constant('leak' as const) },
  { weight: 1, arbitrary: fc.constant('reclaim' as const) },
)

describe('CallPool', () => {
  it('never has more out than its limit, and its figures add up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(step, { maxLength: 60 }),
        async (limit, steps) => {
          let made = 0
          let nowMs = 0
          const pool = new CallPool<number>({
            peer: 'orders',
            limit,
            create: () => made++,
            nowMs: () => nowMs,
          })
          const held: CheckedOut<number>[] = []
          let asked = 0
          let released = 0
          for (const each of steps) {
            nowMs++
            if (each === 'check out') {
              asked++
              void pool.checkOut(60_000).then((out) => held.push(out))
            } else if (each === 'release' && held.length > 0) {
              released++
              held.shift()?.release()
            } else if (each === 'leak') held.shift()?.leak()
            else if (each === 'reclaim') pool.reclaim()
            await Promise.resolve()
            const { busy, idle, waiting, longestHeldMs } = pool.vitals()
            expect(busy + idle).toBe(made)
            expect(made).toBeLessThanOrEqual(limit)
            expect(waiting === 0 || busy === limit).toBe(true)
            expect(longestHeldMs > 0 || busy === 0 || nowMs > 0).toBe(true)
            expect(busy + waiting).toBeLessThanOrEqual(asked - released)
            expect(new Set(held.map(({ connection }) => connection)).size).toBe(held.length)
          }
          while (pool.vitals().busy > 0) {
            pool.reclaim()
            for (const out of held.splice(0)) out.release()
            await Promise.resolve()
          }
          expect(pool.vitals()).toMatchObject({ busy: 0, waiting: 0, longestHeldMs: 0 })
        },
      ),
      { numRuns: 200 },
    )
  })
})
