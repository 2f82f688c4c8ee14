import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeRace, type RaceOutcome, type RaceResult } from './describe-race.ts'

const outcomes = (...list: ReadonlyArray<readonly [number, RaceResult]>): RaceOutcome[] =>
  list.map(([idleMs, result]) => ({ idleMs, result }))

describe('describeRace', () => {
  it('says how many failed of how many, and after which idle times', () => {
    const seen = outcomes(
      [3998, 'answered'],
      [3999, 'reset'],
      [4000, 'closed'],
      [4001, 'silent'],
      [4002, 'fresh'],
    )
    expect(describeRace(seen, 2)).toEqual({
      counts: { answered: 1, reset: 1, closed: 1, silent: 1, fresh: 1 },
      sent: 4,
      failed: 3,
      failedShare: 0.75,
      window: { fromMs: 3999, toMs: 4001 },
      byIdleTime: [
        { fromMs: 3998, toMs: 4000, counts: { answered: 1, reset: 1, closed: 0, silent: 0, fresh: 0 } },
        { fromMs: 4000, toMs: 4002, counts: { answered: 0, reset: 0, closed: 1, silent: 1, fresh: 1 } },
      ],
    })
  })

  it('has no window where none failed, and no share of nothing', () => {
    expect(describeRace(outcomes([5, 'answered'], [9, 'fresh']))).toMatchObject({ failed: 0, window: null })
    expect(describeRace(outcomes([9, 'fresh']))).toMatchObject({ sent: 0, failedShare: 0 })
    expect(describeRace([])).toMatchObject({ sent: 0, failed: 0, byIdleTime: [] })
  })

  it('counts every outcome once', () => {
    const outcome = fc.record({
      idleMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
      result: fc.constantFrom<RaceResult>('answered', 'reset', 'closed', 'silent', 'fresh'),
    })
    fc.assert(
      fc.property(fc.array(outcome), fc.integer({ min: 1, max: 20 }), (all, intervals) => {
        const { counts, byIdleTime, failed, sent } = describeRace(all, intervals)
        for (const name of Object.keys(counts) as RaceResult[]) {
          const inIntervals = byIdleTime.reduce((sum, each) => sum + each.counts[name], 0)
          expect(inIntervals).toBe(all.filter(({ result }) => result === name).length)
          expect(counts[name]).toBe(inIntervals)
        }
        expect(sent - failed).toBe(counts.answered)
        expect(sent + counts.fresh).toBe(all.length)
      }),
    )
  })
})
