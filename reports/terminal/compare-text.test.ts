import { describe, expect, it } from 'vitest'
import { compareSources } from '../../models/compare/compare-sources.ts'
import {
  importedSource,
  restlessBlocks,
  sourceOf,
  steadyBlock,
} from '../../models/compare/compared-source.fixture.ts'
import { judgeEquivalence } from '../../models/compare/judge-equivalence.ts'
import { compareText } from './compare-text.ts'

const a = sourceOf(restlessBlocks(10, 16, 'a'))
const b = sourceOf(restlessBlocks(14, 12, 'b'), {
  label: 'branch.json',
  startedAt: '2026-11-23T20:00:00.000Z',
})

describe('compareText', () => {
  it('shows each metric with its interval and answer', () => {
    const text = compareText(compareSources(a, b), null)
    expect(text).toMatch(/^mean +\d+\.\d+ ms +1\d\.\d ms +\+\d\d\.\d % +\+\d\d\.\d … \+\d\d\.\d % +worse$/m)
    expect(text).toMatch(/^failure rate +0\.00 % +0\.00 % +0\.00 pp +-0\.06 … \+0\.08 pp +≤ 0\.08 pp$/m)
    expect(text).toMatch(/^P50 .* not tested$/m)
    expect(text).toMatch(/^RSS peak +(– +){4}not available$/m)
    expect(text).toContain('16 blocks of A and 12 of B, as independent samples. The two were measured at')
    expect(text.endsWith('\n')).toBe(true)
  })

  it('is no wider than 80 columns, with large numbers too', () => {
    const busy = (dialed: number) =>
      sourceOf(
        restlessBlocks(123_456, 10, `${dialed}`).map((block, i) => ({
          ...block,
          dialed: i % 2 === 0 ? dialed : 0,
          rssPeakBytes: 5e9,
          gcPauses: 3,
          gcTotalMs: 3000,
        })),
        { label: `${'/a-long-name'.repeat(6)}.json` },
      )
    for (const line of compareText(compareSources(busy(9000), busy(1)), null).split('\n')) {
      if (!line.includes('/a-long-name')) expect(line.length, line).toBeLessThanOrEqual(80)
    }
  })

  it('says what was compared all the same', () => {
    const late = { ...b, verdict: { verdict: 'UNSTABLE', why: 'it rose' } }
    const overridden = [{ what: 'seed' as const, a: '7', b: null }]
    const text = compareText(compareSources(a, late, { overridden }), null)
    expect(text).toContain('Compared although the seed differs: 7 / not given.')
    expect(text).toContain('Compared although branch.json is UNSTABLE: it rose.')
  })

  it('says what is to be known of the figures, and once what holds of both', () => {
    const noted = (notes: readonly string[]) => ({ ...b, notes })
    const text = compareText(
      compareSources(noted(['Shared.', 'Own.']), { ...noted(['Shared.']), label: 'c' }),
      null,
    )
    expect(text.match(/Shared\./g)).toHaveLength(1)
    expect(text).toContain('branch.json: Own.')
  })

  it('says whether the two were shown to be the same, and of what they were not', () => {
    const judged = (other: typeof b, within: number) => {
      const comparison = compareSources(a, other)
      return compareText(comparison, judgeEquivalence(comparison, { within, rareShare: 0.01 })).replace(
        /\s+/g,
        ' ',
      )
    }
    expect(judged(sourceOf(restlessBlocks(10, 16, 'same')), 0.2)).toContain(
      'Every metric tested is within ±20 %, and what is rare within 1.0 % of the requests.',
    )
    expect(judged(b, 0.2)).toContain('mean (its interval reaches beyond)')
    expect(judged(importedSource({ mean: 3 }), 0.2)).toContain('P99 (no interval)')
  })

  it('says that figures alone tell nothing of chance, and that a source is compared with itself', () => {
    expect(compareText(compareSources(a, importedSource({ mean: 3 })), null)).toContain(
      'Figures only: how much of each change is chance cannot be said.',
    )
    expect(compareText(compareSources(a, a), null)).toContain('A and B are one and the same')
  })

  it('says why a metric has no interval', () => {
    const few = { values: Float64Array.of(10), counts: Float64Array.of(100) }
    const short = sourceOf([0, 1].map(() => steadyBlock(10, { responses: few })))
    expect(compareText(compareSources(short, short), null)).toContain(
      'No interval for P99: 200 responses on one side; it takes 299.',
    )
  })
})
