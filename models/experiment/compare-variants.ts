import { type Answer, answersFor } from '../report/answers.ts'
import { type BlockPair, type BlockRatio, blockDifference, blockRatio } from '../statistics/block-ratio.ts'
import { withoutGuess } from '../statistics/least-for-quantile.ts'
import { withUnseen } from '../statistics/rule-of-three.ts'
import type { BlockFigures } from './block-figures.ts'
import {
  type MeasureDefinition,
  type MeasureName,
  measureDefinitions,
  type MeasureUnit,
  targetMeasures,
  type TestableMeasure,
  trafficMeasures,
} from './measure.ts'
import {
  type BlockStatistic,
  counterStatistic,
  targetFigureOf,
  targetStatistic,
  trafficStatistic,
} from './measure-statistics.ts'

/** One line of the comparison of two variants. */
export interface ComparedMeasure {
  readonly measure: MeasureName
  /** The class of traffic; `null` for what is measured of the target. */
  readonly traffic: string | null
  /** What the target calls what it counts; `null` unless `measure` is `counter`. */
  readonly counter: string | null
  readonly unit: MeasureUnit
  /** Whether `effect.change` is relative (after / before − 1) or a plain difference in the unit. */
  readonly kind: 'ratio' | 'difference'
  /** `null` where one of the two does not tell. */
  readonly effect: BlockRatio | null
  /** The plain difference in the unit, of what something costs; else `null`. */
  readonly difference: BlockRatio | null
  /** Whether it is among the measures that were tested together. */
  readonly tested: boolean
  /** `null` where it was not tested, or there is no interval. */
  readonly answer: Answer | null
  /** What a target runs on that never tells this figure; absent where that is not why it is missing. */
  readonly unavailableOn?: string
}

/** A variant against the first one. */
export interface VariantComparison {
  readonly against: string
  readonly variant: string
  readonly measures: readonly ComparedMeasure[]
}

export interface VariantRounds {
  /** Names; the first is what the others are compared with. */
  readonly variants: readonly string[]
  /** Names of the classes. */
  readonly traffic: readonly string[]
  /** By round, then by variant. */
  readonly rounds: ReadonlyArray<readonly BlockFigures[]>
  /** Tested together, over all variants and classes. */
  readonly tested: readonly TestableMeasure[]
  /** Of the bootstrap. */
  readonly seed: number
  readonly resamples?: number
}

/**
 * Every variant against the first one, in pairs of blocks of the same round. The p-values of all measures that are tested
 * are adjusted together (Holm 1979), over all variants and classes: among all answers of an experiment in which nothing
 * differs, the chance of even one wrong one is at most 5 %. What no variant tells is left out.
 *
 * @throws RangeError when `resamples` is out of range
 */
export function compareVariants(options: VariantRounds): VariantComparison[] {
  const [against, ...others] = options.variants
  if (against === undefined || options.rounds.length === 0) return []
  const listed = listMeasures(options)
  const compared = others.map((variant, i) => {
    const pairs = options.rounds.map((blocks) => ({
      before: blocks[0] as BlockFigures,
      after: blocks[i + 1] as BlockFigures,
    }))
    return {
      against,
      variant,
      measures: listed.map((measure) => compareMeasure(measure, pairs, options)).filter(hasCounted),
    }
  })
  const answers = answersFor(
    compared.flatMap(({ measures }) => measures.map((each) => (each.tested ? upwardIsWorse(each) : null))),
  )
  return compared.map(({ measures, ...names }) => ({
    ...names,
    measures: measures.map((measure) => ({ ...measure, answer: answers.shift() ?? null })),
  }))
}

/** What neither of the two ever counted is of other variants. */
function hasCounted({ measure, effect }: Pick<ComparedMeasure, 'measure' | 'effect'>): boolean {
  return measure !== 'counter' || effect === null || effect.before !== 0 || effect.after !== 0
}

type Pairs = ReadonlyArray<BlockPair<BlockFigures>>

interface ListedMeasure {
  readonly measure: MeasureName
  readonly traffic: string | null
  readonly counter: string | null
  readonly statistic: BlockStatistic
}

/** In the order in which they are shown: class by class, then the target. */
function listMeasures({ traffic, rounds }: VariantRounds): ListedMeasure[] {
  const all = rounds.flat()
  const hasDropped = (index: number) => all.some((block) => (block.traffic[index]?.dropped ?? 0) > 0)
  const counters = [...new Set(all.flatMap(({ target }) => Object.keys(target.counters)))].sort()
  return [
    ...traffic.flatMap((name, i) =>
      trafficMeasures
        .filter((measure) => measure !== 'dropped' || hasDropped(i))
        .map((measure) => ({
          measure,
          traffic: name,
          counter: null,
          statistic: trafficStatistic(measure, i),
        })),
    ),
    ...targetMeasures
      .filter((measure) => all.some(({ target }) => targetFigureOf[measure](target) !== null))
      .map((measure) => ({ measure, traffic: null, counter: null, statistic: targetStatistic(measure) })),
    ...counters.map((counter) => ({
      measure: 'counter' as const,
      traffic: null,
      counter,
      statistic: counterStatistic(counter),
    })),
  ]
}

function compareMeasure(
  { measure, traffic, counter, statistic }: ListedMeasure,
  pairs: Pairs,
  { tested, traffic: classes, seed, resamples }: VariantRounds,
): Omit<ComparedMeasure, 'answer'> {
  const definition = measureDefinitions[measure]
  const options = { seed, ...(resamples === undefined ? {} : { resamples }) }
  const base = {
    measure,
    traffic,
    counter,
    unit: definition.unit,
    tested: measure !== 'counter' && tested.includes(measure),
  }
  if (measure !== 'counter' && traffic === null) {
    const missing = whoLacks(targetFigureOf[measure as keyof typeof targetFigureOf], pairs)
    if (missing !== null)
      return { ...base, kind: definition.kind, effect: null, difference: null, ...missing }
  }
  const index = traffic === null ? -1 : classes.indexOf(traffic)
  const { kind, effect } = effectOf(definition, pairs, statistic, options)
  return {
    ...base,
    kind,
    effect: withKnownLimits(effect, measure, pairs, index),
    difference: definition.isCost ? blockDifference(pairs, statistic, options) : null,
  }
}

/** As a ratio; as a difference where one side is so often zero that a ratio has no interval. */
function effectOf(
  definition: MeasureDefinition,
  pairs: Pairs,
  statistic: BlockStatistic,
  options: { readonly seed: number },
): { kind: ComparedMeasure['kind']; effect: BlockRatio } {
  if (definition.kind === 'ratio') {
    const effect = blockRatio(pairs, statistic, options)
    if (effect.low !== null || pairs.length < 2) return { kind: 'ratio', effect }
  }
  return { kind: 'difference', effect: blockDifference(pairs, statistic, options) }
}

/** What a resampling cannot see: a quantile of few values, and what never happened on either side. */
function withKnownLimits(effect: BlockRatio, measure: MeasureName, pairs: Pairs, index: number): BlockRatio {
  const sum = (of: (block: BlockFigures) => number) => ({
    before: pairs.reduce((total, { before }) => total + of(before), 0),
    after: pairs.reduce((total, { after }) => total + of(after), 0),
  })
  if (measure === 'p50' || measure === 'p99') {
    const { before, after } = sum((block) => block.traffic[index]?.responses.total ?? 0)
    return withoutGuess(effect, measure, Math.min(before, after))
  }
  if (measure === 'failureRate' || measure === 'dropped') {
    return withUnseen(
      effect,
      sum((block) => block.traffic[index]?.due ?? 0),
    )
  }
  return effect
}

/** @returns `null` where both sides know the figure in every block */
function whoLacks(
  figure: (typeof targetFigureOf)[keyof typeof targetFigureOf],
  pairs: Pairs,
): Pick<ComparedMeasure, 'unavailableOn'> | null {
  const lacking = pairs
    .flatMap(({ before, after }) => [before.target, after.target])
    .filter((target) => figure(target) === null)
  if (lacking.length === 0) return null
  const [runtime] = new Set(lacking.map((target) => target.runtime))
  const isWhole = lacking.length >= pairs.length && lacking.every((target) => target.runtime === runtime)
  return isWhole && runtime != null ? { unavailableOn: runtime } : {}
}

/** `answersFor` takes a rise for the worse. */
function upwardIsWorse({ measure, effect }: Pick<ComparedMeasure, 'measure' | 'effect'>): BlockRatio | null {
  if (effect === null || measureDefinitions[measure].lessIsBetter !== false) return effect
  const { change, low, high } = effect
  const negated = (value: number | null) => (value === null ? null : -value)
  return { ...effect, change: negated(change), low: negated(high), high: negated(low) }
}
