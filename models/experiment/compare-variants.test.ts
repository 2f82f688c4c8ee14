import { describe, expect, it } from 'vitest'
import { exp, ln } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import { figuresOfBlocks } from './block-figures.ts'
import { type ComparedMeasure, compareVariants, type VariantComparison } from './compare-variants.ts'
import type { ExperimentArtifact } from './experiment-artifact.ts'
import { SILENT_STRETCH } from '../measurement/target-stretch.fixture.ts'
import { artifactOf, blockOf } from './experiment-blocks.fixture.ts'
import { DEFAULT_TESTED, type TestableMeasure } from './measure.ts'

const REQUESTS = 200

function compare(
  { rounds, variants, traffic }: ExperimentArtifact,
  tested: readonly TestableMeasure[] = DEFAULT_TESTED,
): VariantComparison[] {
  const figures = figuresOfBlocks(rounds.flatMap(({ blocks }) => blocks))
  return compareVariants({
    variants: variants.map(({ name }) => name),
    traffic: traffic.map(({ name }) => name),
    rounds: rounds.map((_, i) => figures.slice(i * variants.length, (i + 1) * variants.length)),
    tested,
    seed: 1,
    resamples: 200,
  })
}

function find(comparison: VariantComparison | undefined, name: ComparedMeasure['measure']): ComparedMeasure {
  const found = comparison?.measures.find(({ measure }) => measure === name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}

/** Exponential response times whose mean varies from block to block, and a cost that does too. */
function randomBlock(stream: RandomStream, slower = 1, dearer = 1) {
  const meanMs = 5 * slower * exp(0.1 * (stream.float() - 0.5))
  return blockOf(
    [
      {
        responsesMs: Array.from({ length: REQUESTS }, () => 1 - meanMs * ln(1 - stream.float())),
        failed: stream.below(3),
      },
    ],
    {
      cpuSeconds: 0.04 * dearer * (1 + 0.05 * (stream.float() - 0.5)),
      allocatedBytes: 4e6 * dearer * (1 + 0.02 * (stream.float() - 0.5)),
    },
  )
}

describe('variants that do not differ', () => {
  it('come out without a difference, for twenty seeds', () => {
    const wrong = Array.from({ length: 20 }, (_, seed) => {
      const stream = new RandomStream(seed, 'same-against-same')
      const [comparison] = compare(artifactOf(['a', 'b'], 8, () => randomBlock(stream)))
      return comparison?.measures.filter(({ answer }) => answer !== null && answer.answer !== 'no-difference')
        .length
    })
    // The chance of a wrong answer is at most 5 % an experiment: of more than 3 in 20, 1.6 %.
    expect(wrong.filter((count) => count !== 0).length).toBeLessThanOrEqual(3)
  })
})

describe('variants that differ', () => {
  const stream = new RandomStream(7, 'different')
  const [same, dear] = compare(
    artifactOf(['none', 'same', 'dear'], 8, (variant) => randomBlock(stream, 1, variant === 2 ? 1.1 : 1)),
  )

  it('are compared with the first one', () => {
    expect([same, dear].map((each) => `${each?.variant} against ${each?.against}`)).toEqual([
      'same against none',
      'dear against none',
    ])
    expect(find(same, 'cpuPerRequest').answer?.answer).toBe('no-difference')
  })

  it('have a cost that is told in the unit too', () => {
    const { answer, effect, difference } = find(dear, 'cpuPerRequest')
    expect(answer?.answer).toBe('worse')
    expect(effect?.change).toBeCloseTo(0.1, 1)
    expect(difference?.change).toBeGreaterThan(14)
    expect(difference?.change).toBeLessThan(26)
    expect(difference?.low).toBeGreaterThan(10)
    expect(difference?.high).toBeLessThan(30)
  })

  it('have that answered which was asked for alone', () => {
    const [, only] = compare(
      artifactOf(['none', 'same', 'dear'], 6, (variant) => randomBlock(stream, variant === 2 ? 2 : 1)),
      ['p50'],
    )
    expect(only?.measures.filter(({ answer }) => answer !== null).map(({ measure }) => measure)).toEqual([
      'p50',
    ])
    expect(find(only, 'p50').answer?.answer).toBe('worse')
    expect(find(only, 'mean').answer).toBeNull()
  })
})

describe('figures', () => {
  it('are sums over sums, of the requests that were sent', () => {
    const [comparison] = compare(
      artifactOf(['a', 'b'], 2, (variant, round) =>
        blockOf([{ responsesMs: Array.from({ length: 100 * (round + 1) }, () => 4 + variant) }], {
          cpuSeconds: 0.01 * (variant + 1) * (round + 1),
          allocatedBytes: 1000 * (variant + 1),
          gcTotalMs: 3,
          counters: { cacheHits: 50 * variant, cacheMisses: 0 },
        }),
      ),
    )
    const cells = (name: ComparedMeasure['measure']) => {
      const { effect } = find(comparison, name)
      return [effect?.before, effect?.after]
    }
    expect(cells('cpuPerRequest').map((value) => Math.round(value ?? 0))).toEqual([100, 200])
    expect(cells('allocatedPerRequest')[0]).toBeCloseTo(2000 / 300, 12)
    expect(cells('gcPerThousand')).toEqual([20, 20])
    expect(cells('gcLongest')).toEqual([1.5, 1.5])
    expect(cells('achieved')).toEqual([1, 1])
    expect(comparison?.measures.filter(({ measure }) => measure === 'counter')).toHaveLength(1)
    const counter = find(comparison, 'counter')
    expect(counter).toMatchObject({ counter: 'cacheHits', kind: 'difference', tested: false })
    expect(counter.effect?.change).toBeCloseTo(100 / 300, 12)
  })

  it('that nobody tells are left out, and that one runtime lacks say so', () => {
    const silent = compare(
      artifactOf(['a', 'b'], 3, () => blockOf([{ responsesMs: [1, 2] }], { ...SILENT_STRETCH })),
    )[0]
    expect(silent?.measures.map(({ measure }) => measure)).toEqual([
      'mean',
      'p50',
      'p99',
      'failureRate',
      'achieved',
    ])
    const [mixed] = compare(
      artifactOf(['node', 'bun'], 3, (variant) =>
        blockOf([{ responsesMs: [1, 2] }], variant === 0 ? {} : { ...SILENT_STRETCH, runtime: 'Bun 1.4.5' }),
      ),
    )
    expect(find(mixed, 'gcPerThousand')).toMatchObject({
      effect: null,
      unavailableOn: 'Bun 1.4.5',
      answer: null,
    })
  })

  it('of which more is better are answered the other way round', () => {
    const [comparison] = compare(
      artifactOf(['a', 'b'], 6, (variant, round) =>
        blockOf([
          { responsesMs: Array.from({ length: 100 }, () => 1), dropped: variant === 1 ? 20 + round : 0 },
        ]),
      ),
      ['achieved', 'dropped'],
    )
    expect(find(comparison, 'achieved').effect?.change).toBeLessThan(0)
    expect(find(comparison, 'achieved').answer?.answer).toBe('worse')
    expect(find(comparison, 'dropped').answer?.answer).toBe('worse')
  })

  it('of rates that were never seen have the limits of the rule of three', () => {
    const [comparison] = compare(
      artifactOf(['a', 'b'], 4, () => blockOf([{ responsesMs: Array.from({ length: 250 }, () => 1) }])),
    )
    const { effect } = find(comparison, 'failureRate')
    expect(effect?.change).toBe(0)
    // −ln(0.025) / 1000 requests a side
    expect(effect?.high).toBeCloseTo(0.003688879454, 9)
  })

  it('of too few responses have no interval of their P99', () => {
    const [comparison] = compare(
      artifactOf(['a', 'b'], 2, (variant) => blockOf([{ responsesMs: [1, 2, 3 + variant] }])),
    )
    expect(find(comparison, 'p99').effect).toMatchObject({ low: null, high: null })
    expect(find(comparison, 'p99').answer).toBeNull()
  })

  it('are none without a round', () => {
    expect(compare(artifactOf(['a', 'b'], 0, () => blockOf([])))).toEqual([])
  })
})
