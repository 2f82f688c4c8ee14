import { metricDefinitions } from './metric-definitions.ts'
import type { Aggregate, Condition, Reading, Threshold, ThresholdMetric } from './threshold.ts'

const NUMBER = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`

const CONDITION = new RegExp(
  String.raw`^(?:(avg|min|med|max|count|rate)|p\(\s*(${NUMBER})\s*\))\s*(<=|<|>=|>|===|==|!=)\s*(${NUMBER})\s*(ms|s)?$`,
)

/**
 * Reads a condition in k6's grammar: an aggregate, a comparison and a number, white space where one likes, such as
 * `p(99.9) <= 1500`. Times are in ms, or in what `ms` or `s` after the number says.
 *
 * @returns what would have been right where it is no condition, or the metric cannot meet it
 */
export function parseCondition(metric: ThresholdMetric, text: string): Reading<Condition> {
  const [, named, percentile, comparison, digits, unit] = CONDITION.exec(text.trim()) ?? []
  if (comparison === undefined || digits === undefined) {
    const { example } = metricDefinitions[metric]
    return {
      expected: `a condition such as ${example}: ${known(metric)}, then <, <=, >, >=, == or !=, then a number`,
    }
  }
  const aggregate = aggregateOf(named, percentile)
  if (aggregate === null) return { expected: 'a percentile from p(0) to p(100)' }
  if (!has(metric, aggregate)) return { expected: `an aggregate that ${metric} has: ${known(metric)}` }
  const isTime = !isNumber(aggregate)
  if (unit !== undefined && !isTime) return { expected: 'a plain number without a unit' }
  const limit = Number(digits) * (unit === 's' ? 1000 : 1)
  if (!Number.isFinite(limit)) return { expected: 'a number that is finite' }
  if (metric === 'failed' && aggregate.kind === 'rate' && limit > 1) {
    return { expected: 'a share of the requests from 0 to 1, such as rate<0.01' }
  }
  return { value: { aggregate, comparison: comparisonOf(comparison), limit } }
}

function aggregateOf(named: string | undefined, percentile: string | undefined): Aggregate | null {
  if (named !== undefined) return { kind: named as Exclude<Aggregate['kind'], 'percentile'> }
  const share = Number(percentile)
  return share >= 0 && share <= 100 ? { kind: 'percentile', percentile: share } : null
}

/** Whether it is a count or a rate, and no time. */
function isNumber({ kind }: Aggregate): boolean {
  return kind === 'count' || kind === 'rate'
}

function has(metric: ThresholdMetric, { kind }: Aggregate): boolean {
  return metricDefinitions[metric].aggregates.includes(kind === 'percentile' ? 'p(N)' : kind)
}

function known(metric: ThresholdMetric): string {
  const { aggregates } = metricDefinitions[metric]
  return `${aggregates.slice(0, -1).join(', ')} or ${aggregates.at(-1)}`
}

function comparisonOf(written: string): Threshold['comparison'] {
  return (written === '===' ? '==' : written) as Threshold['comparison']
}
