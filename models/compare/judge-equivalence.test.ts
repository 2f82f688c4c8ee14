import { describe, expect, it } from 'vitest'
import { compareSources } from './compare-sources.ts'
import { importedSource, restlessBlocks, sourceOf } from './compared-source.fixture.ts'
import { judgeEquivalence } from './judge-equivalence.ts'

const a = sourceOf(restlessBlocks(10, 16, 'a'))
const same = sourceOf(restlessBlocks(10, 16, 'b'))
const slower = sourceOf(restlessBlocks(10.6, 16, 'c'))

describe('judgeEquivalence', () => {
  it('is shown where every interval lies within the margin', () => {
    const margin = { within: 0.1, rareShare: 0.01 }
    expect(judgeEquivalence(compareSources(a, same), margin)).toEqual({
      ...margin,
      shown: true,
      notShown: [],
    })
  })

  it('is not shown by intervals that reach beyond, though no difference was found', () => {
    const comparison = compareSources(a, same)
    expect(comparison.metrics.map(({ answer }) => answer?.answer)).not.toContain('worse')
    const { shown, notShown } = judgeEquivalence(comparison, { within: 0.01, rareShare: 0.01 })
    expect(shown).toBe(false)
    expect(notShown).toEqual([
      { metric: 'mean', why: 'outside' },
      { metric: 'p99', why: 'outside' },
    ])
  })

  it('is not shown for a difference within the margin whose interval reaches beyond', () => {
    const { notShown } = judgeEquivalence(compareSources(a, slower), { within: 0.07, rareShare: 0.01 })
    expect(notShown.map(({ metric }) => metric)).toContain('mean')
  })

  it('holds failures, and dials too rare for a ratio, against the requests', () => {
    // −ln(0.025) / 6400 requests = 0.058 %; −ln(0.025) / 16 s = 0.2306/s, of 400 requests per second 0.0576 %
    const comparison = compareSources(a, same)
    const rare = (rareShare: number) =>
      judgeEquivalence(comparison, { within: 0.5, rareShare }).notShown.map(({ metric }) => metric)
    expect(rare(0.00058)).toEqual([])
    expect(rare(0.00057)).toEqual(['failureRate', 'dialsPerSecond'])
  })

  it('is not shown without intervals', () => {
    const { shown, notShown } = judgeEquivalence(compareSources(a, importedSource({ mean: 10 })), {
      within: 0.5,
      rareShare: 0.5,
    })
    expect(shown).toBe(false)
    expect(notShown).toContainEqual({ metric: 'mean', why: 'no-interval' })
  })

  it('refuses margins that are not above 0', () => {
    expect(() => judgeEquivalence(compareSources(a, same), { within: 0, rareShare: 0.01 })).toThrow(
      RangeError,
    )
    expect(() => judgeEquivalence(compareSources(a, same), { within: 0.1, rareShare: NaN })).toThrow(
      RangeError,
    )
  })
})
