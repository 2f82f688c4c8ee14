import { parseDuration, type DurationText } from '../scenario/duration.ts'
import { parseCondition } from './parse-condition.ts'
import { parseMetricKey, type Subject } from './parse-metric-key.ts'
import type { Threshold } from './threshold.ts'

/** A condition, or one with what is to happen when it is not met; as in k6. */
export type ThresholdEntry =
  | string
  | {
      readonly threshold: string
      /** End the run as soon as the condition is not met. */
      readonly abortOnFail?: boolean
      /** How long it is measured before that; a number of ms, or text such as '10s'. */
      readonly delayAbortEval?: number | DurationText
    }

/** By metric, such as `responseTime` or `responseTime{name:orders}`: one condition, or a list. */
export type ThresholdsInput = Readonly<Record<string, ThresholdEntry | readonly ThresholdEntry[]>>

/** Something wrong: with the value at the path, with the name that the path ends with, or a key that is not known. */
export interface ThresholdIssue {
  readonly about: 'value' | 'name' | 'unknown key'
  readonly path: readonly (string | number)[]
  /** What would have been right; for an unknown key those that are known, separated by commas. */
  readonly expected: string
}

export interface ReadThresholds {
  /** In the order in which they were written. */
  readonly thresholds: readonly Threshold[]
  readonly issues: readonly ThresholdIssue[]
}

const CONDITION = "a condition such as 'p(99)<250'"
const ENTRY = "a condition such as 'p(99)<250', or { threshold: 'p(99)<250', abortOnFail: true }"
const DELAY = "a time from 0 to 31 days: a number of ms, or text such as '10s'"
const LONGEST_DELAY_MS = 31 * 86_400_000
const ENTRY_KEYS: readonly string[] = ['threshold', 'abortOnFail', 'delayAbortEval']

/**
 * Reads what a scenario says of its thresholds.
 *
 * @param input what may be a `ThresholdsInput`
 * @param requestNames of the scenario; `null` where they are not known yet, so that any will do
 */
export function readThresholds(input: unknown, requestNames: readonly string[] | null): ReadThresholds {
  const issues: ThresholdIssue[] = []
  if (!isRecord(input)) {
    issues.push({ about: 'value', path: [], expected: "thresholds such as { responseTime: ['p(99)<250'] }" })
    return { thresholds: [], issues }
  }
  const thresholds = Object.entries(input).flatMap(([key, entries]) => {
    const subject = parseMetricKey(key, requestNames)
    if ('value' in subject) return readEntries(subject.value, key, entries, issues)
    issues.push({ about: 'name', path: [key], expected: subject.expected })
    return []
  })
  return { thresholds, issues }
}

function readEntries(
  subject: Subject,
  key: string,
  entries: unknown,
  issues: ThresholdIssue[],
): readonly Threshold[] {
  const read = Array.isArray(entries)
    ? entries.map((entry: unknown, i) => readEntry(subject, entry, [key, i], issues))
    : [readEntry(subject, entries, [key], issues)]
  return read.filter((threshold) => threshold !== null)
}

/** @param issues gets what is wrong @returns `null` where something is */
function readEntry(
  subject: Subject,
  entry: unknown,
  path: ThresholdIssue['path'],
  issues: ThresholdIssue[],
): Threshold | null {
  const none = { abortOnFail: false, delayMs: 0 }
  if (typeof entry === 'string') return readExpression(subject, entry, none, path, issues)
  if (!isRecord(entry)) {
    issues.push({ about: 'value', path, expected: ENTRY })
    return null
  }
  const unknownKeys = Object.keys(entry).filter((key) => !ENTRY_KEYS.includes(key))
  for (const key of unknownKeys) {
    issues.push({ about: 'unknown key', path: [...path, key], expected: ENTRY_KEYS.join(', ') })
  }
  const abort = readAbort(entry, path, issues)
  const { threshold } = entry
  if (typeof threshold === 'string') {
    const read = readExpression(subject, threshold, abort ?? none, [...path, 'threshold'], issues)
    return abort === null || unknownKeys.length > 0 ? null : read
  }
  issues.push({ about: 'value', path: [...path, 'threshold'], expected: CONDITION })
  return null
}

function readExpression(
  subject: Subject,
  text: string,
  abort: Pick<Threshold, 'abortOnFail' | 'delayMs'>,
  path: ThresholdIssue['path'],
  issues: ThresholdIssue[],
): Threshold | null {
  const condition = parseCondition(subject.metric, text)
  if ('value' in condition) return { ...subject, expression: text.trim(), ...condition.value, ...abort }
  issues.push({ about: 'value', path, expected: condition.expected })
  return null
}

function readAbort(
  { abortOnFail = false, delayAbortEval = 0 }: Readonly<Record<string, unknown>>,
  path: ThresholdIssue['path'],
  issues: ThresholdIssue[],
): Pick<Threshold, 'abortOnFail' | 'delayMs'> | null {
  const delayMs = readDelay(delayAbortEval)
  if (typeof abortOnFail !== 'boolean') {
    issues.push({ about: 'value', path: [...path, 'abortOnFail'], expected: 'true or false' })
  }
  if (delayMs === null) {
    issues.push({ about: 'value', path: [...path, 'delayAbortEval'], expected: DELAY })
  }
  return typeof abortOnFail === 'boolean' && delayMs !== null ? { abortOnFail, delayMs } : null
}

function readDelay(written: unknown): number | null {
  const delayMs = typeof written === 'string' ? parseDuration(written) : written
  return typeof delayMs === 'number' && delayMs >= 0 && delayMs <= LONGEST_DELAY_MS ? delayMs : null
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
