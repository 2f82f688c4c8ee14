import { parseCondition } from './parse-condition.ts'
import { parseMetricKey } from './parse-metric-key.ts'
import type { Aggregate, Condition, Threshold } from './threshold.ts'

/** A threshold as a scenario would have it, for tests. @throws RangeError when there is no such threshold */
export function thresholdOf(key: string, expression: string, more: Partial<Threshold> = {}): Threshold {
  const subject = parseMetricKey(key, null)
  if ('expected' in subject) throw new RangeError(subject.expected)
  const condition = parseCondition(subject.value.metric, expression)
  if ('expected' in condition) throw new RangeError(condition.expected)
  return { ...subject.value, expression, ...condition.value, abortOnFail: false, delayMs: 0, ...more }
}

/** As it is written, with a plain number and without white space. */
export function printCondition({ aggregate, comparison, limit }: Condition): string {
  return `${printAggregate(aggregate)}${comparison}${limit}`
}

function printAggregate(aggregate: Aggregate): string {
  return aggregate.kind === 'percentile' ? `p(${aggregate.percentile})` : aggregate.kind
}
