import { type Answer, answersFor } from '../report/answers.ts'
import { blockDifference, type BlockPair, blockRatio } from '../statistics/block-ratio.ts'
import { type AlignedBlock, alignBlocks } from './block-statistics.ts'
import { blockDifferenceUnpaired, blockRatioUnpaired, type UnpairedOptions } from './block-ratio-unpaired.ts'
import { compareMetric, type Estimator, type MetricEffect } from './compare-metric.ts'
import {
  comparedMetrics,
  type ComparedMetricName,
  type ComparedSource,
  type SourceFigures,
} from './compared-source.ts'
import type { SourceDifference } from './find-differences.ts'
import { pairBlocks } from './pair-blocks.ts'

/** Two sources, metric by metric: A is `before`, B is `after`. */
export interface Comparison {
  readonly a: ComparedSource
  readonly b: ComparedSource
  readonly design: ComparisonDesign
  /** What is different, and was compared all the same. */
  readonly overridden: readonly SourceDifference[]
  readonly metrics: readonly ComparedFigure[]
}

/**
 * - `paired`: the same was sent in both blocks of a pair; blocks without their like are left out.
 * - `unpaired`: each side's blocks stand for themselves.
 * - `figures`: a side has no blocks, and so nothing has an interval.
 */
export type ComparisonDesign =
  | { readonly kind: 'paired'; readonly pairs: number; readonly leftOut: number }
  | { readonly kind: 'unpaired'; readonly blocksA: number; readonly blocksB: number }
  | { readonly kind: 'figures'; readonly why: string }

/** One line of the comparison. */
export interface ComparedFigure extends MetricEffect {
  readonly metric: ComparedMetricName
  /** Of the values: ms, a share in [0, 1], per second, or bytes. */
  readonly unit: 'ms' | 'share' | '1/s' | 'bytes'
  readonly better: 'lower' | 'higher'
  /** Whether it is one of those that are tested together. */
  readonly tested: boolean
  /** `null` where it is not tested, or has no interval. */
  readonly answer: Answer | null
}

export interface CompareOptions {
  /** What to test together; `defaultTested` unless told. */
  readonly tested?: readonly ComparedMetricName[]
  readonly overridden?: readonly SourceDifference[]
}

const UNITS: Readonly<Record<ComparedMetricName, ComparedFigure['unit']>> = {
  mean: 'ms',
  p50: 'ms',
  p99: 'ms',
  failureRate: 'share',
  throughput: '1/s',
  dialsPerSecond: '1/s',
  rssPeak: 'bytes',
  gcPause: 'ms',
}

/**
 * What is tested unless told: mean, P99, failure rate and dials, as in a run's own report; the throughput too where both
 * are closed models, since in an open model the schedule gives it.
 */
function defaultTested(a: ComparedSource, b: ComparedSource): ComparedMetricName[] {
  const isClosed = a.model === 'closed' && b.model === 'closed'
  return ['mean', 'p99', 'failureRate', ...(isClosed ? ['throughput' as const] : []), 'dialsPerSecond']
}

/**
 * Compares two sources, from A to B. Blocks in which the same was sent are compared in pairs: a run's settings of today
 * with its recommended ones gives what its own report says. Other blocks are compared as independent samples. The p-values
 * of all that is tested are adjusted together (Holm 1979).
 */
export function compareSources(
  a: ComparedSource,
  b: ComparedSource,
  options: CompareOptions = {},
): Comparison {
  const { tested = defaultTested(a, b), overridden = [] } = options
  const { design, effectOf } = chooseDesign(a, b)
  const isKnown = (metric: ComparedMetricName) =>
    [a, b].every(({ kind, figures }) => kind !== 'imported' || figures[metric] !== null)
  const effects = comparedMetrics.map((metric) => ({
    metric,
    ...(isKnown(metric) ? effectOf(metric) : NOT_KNOWN),
  }))
  const answers = answersFor(effects.map(({ metric, effect }) => (tested.includes(metric) ? effect : null)))
  const metrics = effects.map((each, i): ComparedFigure => {
    const better = each.metric === 'throughput' ? 'higher' : 'lower'
    return {
      ...each,
      unit: UNITS[each.metric],
      better,
      tested: tested.includes(each.metric),
      answer: towards(better, answers[i] ?? null),
    }
  })
  return { a, b, design, overridden, metrics }
}

/** Of what an imported source does not know as a figure, its blocks know nothing either. */
const NOT_KNOWN: MetricEffect = { kind: 'ratio', effect: null, noInterval: null }

interface ChosenDesign {
  readonly design: ComparisonDesign
  readonly effectOf: (metric: ComparedMetricName) => MetricEffect
}

function chooseDesign(a: ComparedSource, b: ComparedSource): ChosenDesign {
  const why = [a, b].flatMap(({ label, blocks, blocksMissing }) =>
    blocks.length > 0 ? [] : [`${label}: ${blocksMissing ?? 'it has no blocks'}`],
  )
  if (why.length > 0) {
    const effectOf = (metric: ComparedMetricName) => figureEffect(metric, a.figures, b.figures)
    return { design: { kind: 'figures', why: why.join('; ') }, effectOf }
  }
  const pairs = pairBlocks(a, b)
  if (pairs.length > 0) {
    const leftOut = a.blocks.length + b.blocks.length - 2 * pairs.length
    const estimator = pairedEstimator(a, b, pairs)
    return {
      design: { kind: 'paired', pairs: pairs.length, leftOut },
      effectOf: (metric) => compareMetric(metric, estimator),
    }
  }
  const estimator = unpairedEstimator(a, b)
  return {
    design: { kind: 'unpaired', blocksA: a.blocks.length, blocksB: b.blocks.length },
    effectOf: (metric) => compareMetric(metric, estimator),
  }
}

function pairedEstimator(
  a: ComparedSource,
  b: ComparedSource,
  positions: ReadonlyArray<BlockPair<number>>,
): Estimator {
  const [allA, allB] = [alignBlocks(a), alignBlocks(b)]
  const pairs = positions.map(({ before, after }) => ({
    before: allA[before] as AlignedBlock,
    after: allB[after] as AlignedBlock,
  }))
  const first = Math.min(a.firstBlocks ?? Infinity, b.firstBlocks ?? Infinity)
  const options = {
    seed: a.comparability.seed ?? DEFAULT_SEED,
    ...(first === Infinity ? {} : { firstPairs: first }),
  }
  return {
    a: pairs.map(({ before }) => before),
    b: pairs.map(({ after }) => after),
    ratio: (_, statistic) => blockRatio(pairs, statistic, options),
    difference: (_, statistic) => blockDifference(pairs, statistic, options),
  }
}

const DEFAULT_SEED = 1

function unpairedEstimator(a: ComparedSource, b: ComparedSource): Estimator {
  const sides = { before: alignBlocks(a), after: alignBlocks(b) }
  const optionsFor = (metric: ComparedMetricName): UnpairedOptions => ({
    seed: a.comparability.seed ?? DEFAULT_SEED,
    known: { before: a.figures[metric], after: b.figures[metric] },
    blockVariance: { before: cellVariance(metric, a), after: cellVariance(metric, b) },
    varianceFactor: { before: a.varianceFactor, after: b.varianceFactor },
  })
  return {
    a: sides.before,
    b: sides.after,
    ratio: (metric, statistic) => blockRatioUnpaired(sides, statistic, optionsFor(metric)),
    difference: (metric, statistic) => blockDifferenceUnpaired(sides, statistic, optionsFor(metric)),
  }
}

/** Where in its cell a percentile of a block lies is not known: the variance of a uniform number is its width² / 12. */
function cellVariance(metric: ComparedMetricName, { cellWidth }: ComparedSource): number {
  return metric === 'p50' || metric === 'p99' ? (cellWidth * cellWidth) / 12 : 0
}

/** From figures alone: what changed, without a word on how much of it is chance. */
function figureEffect(metric: ComparedMetricName, a: SourceFigures, b: SourceFigures): MetricEffect {
  const [before, after] = [a[metric], b[metric]]
  const isDifference =
    metric === 'failureRate' || (metric === 'dialsPerSecond' && (before === 0 || after === 0))
  const kind = isDifference ? 'difference' : 'ratio'
  if (before === null || after === null) return { kind, effect: null, noInterval: null }
  const change = isDifference ? after - before : before > 0 ? after / before - 1 : null
  return {
    kind,
    effect: { before, after, change, low: null, high: null, margin: null, pValue: null },
    noInterval: 'there are no blocks',
  }
}

/** `answersFor` takes what is lower for better. */
function towards(better: ComparedFigure['better'], answer: Answer | null): Answer | null {
  if (answer === null || better === 'lower' || answer.answer === 'no-difference') return answer
  return { ...answer, answer: answer.answer === 'better' ? 'worse' : 'better' }
}
