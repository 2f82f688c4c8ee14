import { describe, expect, it } from 'vitest'
import { compareBeforeAfter } from '../report/before-after.ts'
import { verifyBlock, verifyPair } from '../report/verify-pairs.fixture.ts'
import { compareSources, type Comparison } from './compare-sources.ts'
import { importedSource, restlessBlocks, sourceOf, steadyBlock } from './compared-source.fixture.ts'
import type { ComparedSource } from './compared-source.ts'
import { measuredToCompared } from './measured-to-compared.ts'

function metricOf(comparison: Comparison, name: string) {
  return comparison.metrics.find(({ metric }) => metric === name)
}

describe('compareSources on runs', () => {
  const pairs = Array.from({ length: 8 }, (_, i) =>
    verifyPair(
      verifyBlock({ responseMs: 40 + ((7 * i) % 5), dialed: 20 + i, failed: i % 2 }),
      verifyBlock({ responseMs: 20 + i / 2, dialed: 2 }),
      1000 * i,
    ),
  )

  function side(name: 'before' | 'after', parts: Partial<ComparedSource> = {}): ComparedSource {
    const blocks = pairs.map((pair) => measuredToCompared(pair[name], String(pair.window.fromMs)))
    const { comparability } = sourceOf([])
    return sourceOf(blocks, {
      kind: 'run',
      model: 'open',
      comparability: { ...comparability, scenarioHash: 'abc', seed: 3, plan: 'quick' },
      ...parts,
    })
  }

  it("gives a run's own table for its two sides", () => {
    const { design, metrics } = compareSources(side('before'), side('after'))
    expect(design).toEqual({ kind: 'paired', pairs: 8, leftOut: 0 })
    const own = compareBeforeAfter(pairs, { seed: 3 })
    for (const { metric, kind, effect, answer } of own) {
      expect(metrics.find((each) => each.metric === metric)).toMatchObject({ kind, effect, answer })
    }
    expect(own).toHaveLength(6)
  })

  it('takes the interval of the first stage where its spread chose how many there are', () => {
    const sides = [side('before', { firstBlocks: 4 }), side('after', { firstBlocks: 4 })] as const
    const own = compareBeforeAfter(pairs, { seed: 3, firstPairs: 4 })
    expect(metricOf(compareSources(...sides), 'mean')?.effect).toEqual(own[0]?.effect)
  })

  it('leaves out blocks without their like', () => {
    const b = side('after')
    const shorter = { ...b, blocks: b.blocks.slice(2) }
    expect(compareSources(side('before'), shorter).design).toEqual({ kind: 'paired', pairs: 6, leftOut: 2 })
  })

  it('takes blocks for independent where the seeds differ', () => {
    const b = side('after', { comparability: { ...side('after').comparability, seed: 4 } })
    const comparison = compareSources(side('before'), b)
    expect(comparison.design).toEqual({ kind: 'unpaired', blocksA: 8, blocksB: 8 })
    expect(metricOf(comparison, 'mean')?.answer?.answer).toBe('better')
  })

  it('tests what the report tests, and what it is told', () => {
    const tested = (comparison: Comparison) =>
      comparison.metrics.flatMap(({ metric, answer }) => (answer === null ? [] : [metric]))
    const [a, b] = [side('before'), side('after')]
    expect(tested(compareSources(a, b))).toEqual(['mean', 'p99', 'failureRate', 'dialsPerSecond'])
    expect(tested(compareSources(a, b, { tested: ['p50'] }))).toEqual(['p50'])
  })
})

describe('compareSources on independent blocks', () => {
  const before = sourceOf(restlessBlocks(10, 12, 'before'))

  it('finds a change, and its direction', () => {
    const faster = sourceOf(restlessBlocks(8, 12, 'after').map((block) => ({ ...block, ended: 500 })))
    const slower = sourceOf(restlessBlocks(13, 9, 'after').map((block) => ({ ...block, ended: 300 })))
    const answers = (b: ComparedSource) => {
      const comparison = compareSources(before, b)
      return ['mean', 'p99', 'throughput'].map((name) => metricOf(comparison, name)?.answer?.answer)
    }
    expect(answers(faster)).toEqual(['better', 'better', 'better'])
    expect(answers(slower)).toEqual(['worse', 'worse', 'worse'])
  })

  it('finds none between a source and itself, and says up to what size', () => {
    const { metrics } = compareSources(before, before)
    const answers = metrics.flatMap(({ answer }) => (answer === null ? [] : [answer]))
    expect(answers.map(({ answer }) => answer)).toEqual(Array.from({ length: 5 }, () => 'no-difference'))
    expect(answers[0]?.largestDifference).toBeGreaterThan(0.01)
    expect(answers[0]?.largestDifference).toBeLessThan(0.1)
  })

  it('does not test the throughput of an open model', () => {
    const open = { ...before, model: 'open' as const }
    expect(metricOf(compareSources(open, before), 'throughput')).toMatchObject({
      tested: false,
      answer: null,
    })
  })

  it('is centred on the figures of the whole, and widened by cells and dependence', () => {
    const narrow = compareSources(before, before)
    const figures = { ...before.figures, p99: 12 }
    const wide = compareSources(before, { ...before, figures, cellWidth: 0.0866, varianceFactor: 2 })
    expect(metricOf(wide, 'p99')?.effect?.after).toBe(12)
    expect(metricOf(wide, 'p99')?.effect?.margin).toBeGreaterThan(
      metricOf(narrow, 'p99')?.effect?.margin ?? NaN,
    )
    expect(metricOf(wide, 'mean')?.effect?.margin).toBeGreaterThan(
      metricOf(narrow, 'mean')?.effect?.margin ?? NaN,
    )
  })

  it('reads percentiles within wide cells', () => {
    const blocks = [0, 1].map(() => steadyBlock(8, { responses: spread }))
    const source = sourceOf(blocks, { cellWidth: Math.log(2), figures: importedSource({}).figures })
    // Half of the cell from 8/√2 to 8·√2 lies below 8; 98 hundredths of it below 8·√2 · 2^−0.02.
    const p50 = metricOf(compareSources(source, source), 'p50')?.effect?.before
    const p99 = metricOf(compareSources(source, source), 'p99')?.effect?.before
    expect(p50).toBeCloseTo(8 * Math.SQRT2, 6)
    expect(p99).toBeCloseTo(16 * Math.SQRT2 * 2 ** -0.02, 6)
  })

  const spread = { values: Float64Array.of(8, 16), counts: Float64Array.of(200, 200) }

  it('has no interval for a P99 of too few responses, and says so', () => {
    const few = { values: Float64Array.of(10), counts: Float64Array.of(100) }
    const source = sourceOf([0, 1].map(() => steadyBlock(10, { responses: few })))
    expect(metricOf(compareSources(source, source), 'p99')).toMatchObject({
      effect: { low: null, pValue: null },
      noInterval: '200 responses on one side; it takes 299',
      answer: null,
    })
  })

  it('excludes no more of what never happened than so many requests can', () => {
    const { effect } = metricOf(compareSources(before, before), 'failureRate') ?? {}
    // −ln(0.025) / 4800
    expect(effect?.high).toBeCloseTo(0.000769, 6)
    expect(effect?.low).toBeCloseTo(-0.000769, 6)
  })
})

describe('compareSources on figures alone', () => {
  it('shows changes without a word on chance, and says why', () => {
    const imported = importedSource({ mean: 12, failureRate: 0.01, dialsPerSecond: 0 })
    const comparison = compareSources(sourceOf(restlessBlocks(10, 12, 'before')), imported)
    expect(comparison.design).toEqual({ kind: 'figures', why: 'other.json: it has figures only' })
    expect(metricOf(comparison, 'mean')).toMatchObject({
      kind: 'ratio',
      effect: { after: 12, low: null },
      noInterval: 'there are no blocks',
      answer: null,
    })
    expect(metricOf(comparison, 'mean')?.effect?.change).toBeCloseTo(0.2, 1)
    expect(metricOf(comparison, 'failureRate')).toMatchObject({
      kind: 'difference',
      effect: { change: 0.01 },
    })
    expect(metricOf(comparison, 'dialsPerSecond')).toMatchObject({
      kind: 'difference',
      effect: { change: 0 },
    })
    expect(metricOf(comparison, 'p99')?.effect).toBeNull()
  })
})
