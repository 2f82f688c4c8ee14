import { NIGHT_SCHEMA_VERSION, type NightRecord } from '../../models/nightly/night-record.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import { HistoryError } from './history-error.ts'

/**
 * The nights of a history, one a line, oldest first.
 *
 * @param text whole lines
 * @param file for messages
 * @throws HistoryError naming file and line, when a line is no night of a format that is known here
 */
export function parseHistory(text: string, file: string): NightRecord[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line, i) => parseNight(line, `${file}:${i + 1}`))
}

function parseNight(line: string, place: string): NightRecord {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch (error) {
    throw broken(place, `is not JSON: ${(error as Error).message}`)
  }
  const record = Object(parsed) as Partial<Record<keyof NightRecord, unknown>>
  const { schemaVersion } = record
  if (typeof schemaVersion === 'number' && schemaVersion > NIGHT_SCHEMA_VERSION) {
    throw new HistoryError(
      `${place} was written in format ${schemaVersion}, and this version reads formats up to ${NIGHT_SCHEMA_VERSION}: ` +
        'use a newer kneepoint, or keep a history elsewhere with --history. Nothing was changed.',
    )
  }
  const missing = recordKeys.filter((key) => record[key] === undefined)
  if (schemaVersion !== NIGHT_SCHEMA_VERSION || missing.length > 0) {
    throw broken(
      place,
      `is not the record of a night${missing.length > 0 ? `: it lacks ${missing.join(', ')}` : ''}`,
    )
  }
  const malformed = malformedIn(record)
  if (malformed.length > 0) {
    throw broken(place, `is not the record of a night: it has no valid ${malformed.join(', ')}`)
  }
  return withNumbers(record as unknown as NightRecord)
}

/** Names of those members, without which nothing can be compared, that are of another type. */
function malformedIn(record: Partial<Record<keyof NightRecord, unknown>>): string[] {
  const { environment, judgement, again, third, blocks } = record
  const isMetrics = (value: unknown) =>
    Array.isArray(value) && value.every((metric) => isObject(metric) && metric['effect'] !== undefined)
  const checks: ReadonlyArray<[keyof NightRecord, boolean]> = [
    ['metrics', isMetrics(record.metrics)],
    ['again', again == null || isMetrics(again)],
    ['third', third === undefined || isMetrics(third)],
    ['sameAgainstSame', isMetrics(record.sameAgainstSame)],
    ['blocks', blocks === undefined || Array.isArray(blocks)],
    ['environment', isObject(environment) && typeof environment['fingerprint'] === 'string'],
    [
      'judgement',
      isObject(judgement) && typeof judgement['verdict'] === 'string' && Array.isArray(judgement['findings']),
    ],
  ]
  return checks.flatMap(([name, isValid]) => (isValid ? [] : [name]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function broken(place: string, what: string): HistoryError {
  return new HistoryError(
    `${place} ${what}. Restore the line, or move the file away to begin anew. Nothing was changed.`,
  )
}

/** JSON has no NaN: a figure that was none is `null` there. */
function withNumbers(record: NightRecord): NightRecord {
  return {
    ...record,
    metrics: record.metrics.map(readMetric),
    again: record.again?.map(readMetric) ?? null,
    ...(record.third === undefined ? {} : { third: record.third.map(readMetric) }),
    sameAgainstSame: record.sameAgainstSame.map(readMetric),
  }
}

function readMetric(metric: ComparedMetric): ComparedMetric {
  const { effect } = metric
  if (effect === null) return metric
  const number = (value: number | null) => value ?? Number.NaN
  return { ...metric, effect: { ...effect, before: number(effect.before), after: number(effect.after) } }
}

const recordKeys = [
  'schemaVersion',
  'at',
  'scenario',
  'scenarioHash',
  'seed',
  'environment',
  'client',
  'settings',
  'against',
  'metrics',
  'sameAgainstSame',
  'measured',
  'judgement',
] as const satisfies ReadonlyArray<keyof NightRecord>
