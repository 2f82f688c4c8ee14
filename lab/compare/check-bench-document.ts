import { shortenValue } from '../../models/scenario/shorten-value.ts'
import { BENCH_SCHEMA_VERSION, type BenchDocument } from '../bench/bench-document.ts'
import { hasKeys, JsonFields } from '../import/json-fields.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Whether JSON is what `bench --json` printed, and whole: all that a comparison takes from it.
 *
 * @returns `null` where it is something else
 * @throws UsageError when it is of another version, or something in it is missing or of another kind
 */
export function checkBenchDocument(path: string, json: unknown): BenchDocument | null {
  if (!hasKeys(json, 'schemaVersion', 'responseMs', 'latenessMs', 'poolWaitMs', 'settings')) return null
  const version = json['schemaVersion']
  if (version !== BENCH_SCHEMA_VERSION) {
    throw new UsageError(
      `${path} was written in format ${shortenValue(version)}; this version reads format ` +
        `${BENCH_SCHEMA_VERSION}: compare it with the version that wrote it, or measure again`,
    )
  }
  const missing = NEEDED_KEYS.filter((key) => json[key] === undefined)
  if (missing.length > 0) throw new UsageError(`${path} lacks ${missing.join(', ')}`)
  const document = new JsonFields(path, json)
  checkTexts(path, document)
  checkFigures(document)
  checkTimeline(path, document)
  return json as unknown as BenchDocument
}

const NEEDED_KEYS = [
  'startedAt',
  'target',
  'method',
  'model',
  'load',
  'driver',
  'client',
  'seed',
  'durationMs',
  'requests',
  'rate',
  'connections',
  'timelineEveryMs',
  'timeline',
  'verdict',
  'environment',
] as const satisfies ReadonlyArray<keyof BenchDocument>

function checkTexts(path: string, document: JsonFields): void {
  const texts: ReadonlyArray<readonly [JsonFields, string]> = [
    ...['startedAt', 'target', 'method', 'model', 'driver', 'client'].map((key) => [document, key] as const),
    ...['verdict', 'figure'].map((key) => [document.object('verdict'), key] as const),
    ...['runtime', 'platform', 'cpu'].map((key) => [document.object('environment'), key] as const),
    [document.object('load'), 'kind'],
  ]
  const wrong = texts.find(([object, key]) => object.text(key) === null)
  if (wrong !== undefined) throw new UsageError(`${path}: ${wrong[1]} is missing, or no text`)
}

function checkFigures(document: JsonFields): void {
  document.number('seed')
  document.number('durationMs')
  document.optionalNumber('timelineEveryMs')
  document.object('environment').number('cores')
  document.object('settings')
  const requests = document.object('requests')
  for (const key of ['due', 'failed', 'dropped']) requests.number(key)
  document.object('connections').number('dialed')
  document.object('rate').optionalNumber('achieved')
  const response = document.object('responseMs')
  for (const key of ['mean', 'p50', 'p99']) response.optionalNumber(key)
}

const TIMELINE_COUNTS = ['due', 'completed', 'failed', 'dropped', 'dialed'] as const

function checkTimeline(path: string, document: JsonFields): void {
  const timeline = document.list('timeline')
  for (const [i, entry] of timeline.entries()) {
    const fields = new JsonFields(path, entry, ['timeline', String(i)])
    for (const key of TIMELINE_COUNTS) fields.number(key)
  }
  const grid = document.optionalObject('latencyGrid')
  if (grid === null) return
  const [counts, sumMs] = [grid.list('counts'), grid.list('sumMs')]
  const isWhole =
    grid.number('lowestMs') > 0 &&
    grid.number('bucketsPerDoubling') > 0 &&
    counts.length === timeline.length &&
    sumMs.length === timeline.length &&
    counts.every((pairs) => Array.isArray(pairs) && pairs.length % 2 === 0 && pairs.every(isCount)) &&
    sumMs.every(isCount)
  if (!isWhole) throw new UsageError(`${path}: latencyGrid is not that of the timeline`)
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}
