import { describe, expect, it } from 'vitest'
import type { VerifyBlock } from '../artifacts/verify.ts'
import { compareBeforeAfter, compareP99 } from './before-after.ts'
import { verifyBlock as block, verifyPair as pair } from './verify-pairs.fixture.ts'

describe('compareBeforeAfter', () => {
  const pairs = Array.from({ length: 8 }, (_, i) =>
    pair(block({ responseMs: 40 + i, dialed: 20 }), block({ responseMs: 20 + i / 2, dialed: 2 })),
  )
  const metric = (name: string) => compareBeforeAfter(pairs, { seed: 1 }).find((each) => each.metric === name)

  it('compares merged responses, not averages of blocks', () => {
    expect(metric('p99')).toMatchObject({ unit: 'ms', kind: 'ratio' })
    expect(metric('p99')?.effect?.before).toBeCloseTo(47, 0)
    expect(metric('p99')?.effect?.after).toBeCloseTo(23.5, 0)
    expect(metric('mean')?.effect?.change).toBeCloseTo(-0.5, 1)
  })

  it('gives each change an interval that holds it', () => {
    for (const name of ['mean', 'p99', 'dialsPerSecond']) {
      const effect = metric(name)?.effect
      expect(effect?.low, name).toBeLessThanOrEqual(effect?.change ?? Number.NaN)
      expect(effect?.high, name).toBeGreaterThanOrEqual(effect?.change ?? Number.NaN)
    }
  })

  it('shows what the target does not tell as not available, never as 0', () => {
    const silent = pairs.map(({ before, after }) =>
      pair(before, { ...after, target: { ...after.target, rssPeakBytes: null } }),
    )
    const rss = compareBeforeAfter(silent, { seed: 1 }).find((each) => each.metric === 'rssPeak')
    expect(rss?.effect).toBeNull()
    expect(rss).not.toHaveProperty('unavailableOn')
  })

  it('names what the target runs on, where that is why a figure is missing', () => {
    const silent = (target: VerifyBlock['target']) => ({ ...target, gcPauses: null, runtime: 'Bun 1.4.5' })
    const onBun = pairs.map(({ before, after }) =>
      pair({ ...before, target: silent(before.target) }, { ...after, target: silent(after.target) }),
    )
    const target = compareBeforeAfter(onBun, { seed: 1 }).filter(({ metric }) => /rss|gc/.test(metric))
    expect(target.map(({ metric, unavailableOn = null }) => [metric, unavailableOn])).toEqual([
      ['rssPeak', null],
      ['gcPause', 'Bun 1.4.5'],
    ])
  })

  it('gives no interval for a P99 of too few responses', () => {
    const few = compareBeforeAfter(pairs.slice(0, 2), { seed: 1 }).find((each) => each.metric === 'p99')
    expect(few?.effect).toMatchObject({ low: null, high: null })
    expect(few?.effect?.change).toBeCloseTo(-0.5, 1)
  })

  it('falls back to a difference where one side hardly dials', () => {
    const still = Array.from({ length: 4 }, () =>
      pair(block({ responseMs: 40, dialed: 20 }), block({ responseMs: 20, dialed: 0 })),
    )
    const dials = compareBeforeAfter(still, { seed: 1 }).find((each) => each.metric === 'dialsPerSecond')
    expect(dials).toMatchObject({ kind: 'difference', effect: { before: 20, after: 0, change: -20 } })
  })

  it('excludes no more of what never happened than that many requests, or seconds, can', () => {
    const none = compareBeforeAfter(pairs, { seed: 1 }).find((each) => each.metric === 'failureRate')
    // −ln(0.025) / 800
    expect(none?.effect).toMatchObject({ before: 0, after: 0, change: 0 })
    expect(none?.effect?.high).toBeCloseTo(0.00461, 5)
    expect(none?.effect?.low).toBeCloseTo(-0.00461, 5)
    expect(none?.answer).toMatchObject({ answer: 'no-difference', adjustedPValue: 1 })
    const quiet = pairs.map(() =>
      pair(block({ responseMs: 9, dialed: 0 }), block({ responseMs: 9, dialed: 0 })),
    )
    const dials = compareBeforeAfter(quiet, { seed: 1 }).find((each) => each.metric === 'dialsPerSecond')
    // −ln(0.025) / 8 s
    expect(dials).toMatchObject({ kind: 'difference', effect: { change: 0, pValue: 1 } })
    expect(dials?.effect?.high).toBeCloseTo(0.461, 3)
  })

  it('answers for what is tested together, and not for figures of the target', () => {
    const answers = compareBeforeAfter(pairs, { seed: 1 }).map(({ metric: name, answer }) => [
      name,
      answer?.answer ?? null,
    ])
    expect(Object.fromEntries(answers)).toEqual({
      mean: 'better',
      p99: 'better',
      failureRate: 'no-difference',
      dialsPerSecond: 'better',
      rssPeak: null,
      gcPause: null,
    })
  })

  it('compares the P99 alone as among the others', () => {
    const options = { seed: 1, firstPairs: 4 }
    const among = compareBeforeAfter(pairs, options).find((each) => each.metric === 'p99')
    expect(compareP99(pairs, options)).toEqual(among?.effect)
  })
})
