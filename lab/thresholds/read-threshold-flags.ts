import { parseCondition } from '../../models/thresholds/parse-condition.ts'
import { parseMetricKey } from '../../models/thresholds/parse-metric-key.ts'
import type { Threshold } from '../../models/thresholds/threshold.ts'
import { readTimeMs } from '../simulate/read-quantity.ts'
import { UsageError } from '../usage-error.ts'

/** What the command line says of thresholds, as it was written. */
export interface ThresholdFlags {
  readonly threshold?: readonly string[]
  readonly abortOnFail?: boolean
  readonly abortDelay?: string
}

const DEFAULT_METRIC = 'responseTime'

/**
 * Reads `--threshold`, each a condition such as `p(99)<250` of the response time, or of another metric that stands
 * before it: `failed: rate<0.01`.
 *
 * @param requestNames of the requests that are sent
 * @throws UsageError naming the flag that cannot be followed, and what it accepts
 */
export function readThresholdFlags(
  { threshold = [], abortOnFail = false, abortDelay }: ThresholdFlags,
  requestNames: readonly string[],
): readonly Threshold[] {
  if (abortOnFail && threshold.length === 0) {
    throw new UsageError("--abort-on-fail goes with --threshold, such as --threshold 'p(99)<250'")
  }
  if (abortDelay !== undefined && !abortOnFail) {
    throw new UsageError('--abort-delay goes with --abort-on-fail')
  }
  const delayMs = abortDelay === undefined ? 0 : readTimeMs('--abort-delay', abortDelay)
  return threshold.map((text) => ({ ...readThreshold(text, requestNames), abortOnFail, delayMs }))
}

function readThreshold(
  text: string,
  requestNames: readonly string[],
): Omit<Threshold, 'abortOnFail' | 'delayMs'> {
  const [, key = DEFAULT_METRIC, expression = text] = /^([^{}:]*(?:\{[^]*\}\s*)?):([^]*)$/.exec(text) ?? []
  const subject = parseMetricKey(key, requestNames)
  if ('expected' in subject) {
    throw new UsageError(`--threshold: '${text}' names '${key.trim()}', expected ${subject.expected}`)
  }
  const condition = parseCondition(subject.value.metric, expression)
  if ('expected' in condition) {
    throw new UsageError(`--threshold: found '${expression.trim()}', expected ${condition.expected}`)
  }
  return { ...subject.value, expression: expression.trim(), ...condition.value }
}
