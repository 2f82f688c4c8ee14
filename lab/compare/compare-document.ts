import type { ComparedFigure, Comparison, ComparisonDesign } from '../../models/compare/compare-sources.ts'
import type { ComparedSource } from '../../models/compare/compared-source.ts'
import type { SourceDifference } from '../../models/compare/find-differences.ts'
import type { Equivalence } from '../../models/compare/judge-equivalence.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'

const COMPARE_SCHEMA_VERSION = 1

/** What `compare --json` prints. Changes go from A to B. */
export interface CompareDocument {
  /** Rises when a field is taken away or changes its meaning. */
  readonly schemaVersion: typeof COMPARE_SCHEMA_VERSION
  /** What changes are from. */
  readonly a: SourceDocument
  /** What changes are to. */
  readonly b: SourceDocument
  /** Whether blocks of the two were compared in pairs, by themselves, or figures only. */
  readonly design: ComparisonDesign
  /** What is different, and was compared all the same. */
  readonly overridden: readonly SourceDifference[]
  /** What is known of both. */
  readonly metrics: readonly MetricDocument[]
  /** `null` where `--within` was not given. */
  readonly equivalence: Equivalence | null
}

/** A source without the figures of each of its blocks. */
export type SourceDocument = Omit<ComparedSource, 'blocks'> & {
  /** How many there are. */
  readonly blocks: number
}

/** Values in the unit: ms, a share in [0, 1], per second, or bytes. `null` stands for what is not known. */
export interface MetricDocument extends Pick<
  ComparedFigure,
  'metric' | 'unit' | 'better' | 'kind' | 'tested' | 'noInterval'
> {
  /** The value in A. */
  readonly a: number | null
  /** The value in B. */
  readonly b: number | null
  /** B / A − 1 or B − A, as `kind` says, with its 95 % interval. */
  readonly change: number | null
  /** Lower end of the 95 % interval of `change`. */
  readonly low: number | null
  /** Upper end of the 95 % interval of `change`. */
  readonly high: number | null
  /** Of the metric by itself. */
  readonly pValue: number | null
  /** For all that is tested together (Holm). */
  readonly adjustedPValue: number | null
  /** Whether B is better, for all that is tested together; `null` for what is not tested. */
  readonly answer: 'better' | 'no-difference' | 'worse' | null
  /** The largest difference, up or down, that the interval holds. */
  readonly largestDifference: number | null
}

export function compareDocument(comparison: Comparison, equivalence: Equivalence | null): CompareDocument {
  const { a, b, design, overridden, metrics } = comparison
  return {
    schemaVersion: COMPARE_SCHEMA_VERSION,
    a: sourceDocument(a),
    b: sourceDocument(b),
    design,
    overridden,
    metrics: metrics.map(metricDocument),
    equivalence,
  }
}

function sourceDocument(source: ComparedSource): SourceDocument {
  return { ...source, blocks: source.blocks.length }
}

function metricDocument(figure: ComparedFigure): MetricDocument {
  const { metric, unit, better, kind, tested, noInterval, effect, answer } = figure
  return {
    metric,
    unit,
    better,
    kind,
    tested,
    noInterval,
    a: finiteOrNull(effect?.before ?? Number.NaN),
    b: finiteOrNull(effect?.after ?? Number.NaN),
    change: effect?.change ?? null,
    low: effect?.low ?? null,
    high: effect?.high ?? null,
    pValue: effect?.pValue ?? null,
    adjustedPValue: answer?.adjustedPValue ?? null,
    answer: answer?.answer ?? null,
    largestDifference: answer?.largestDifference ?? null,
  }
}
