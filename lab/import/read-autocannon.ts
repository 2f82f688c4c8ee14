import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import { refusedNotes } from './count-statuses.ts'
import {
  type CoordinatedOmission,
  type ImportedLatency,
  type ImportedResult,
  unknownLatency,
  unknownParts,
} from './imported-result.ts'
import { hasKeys, JsonFields } from './json-fields.ts'
import type { ResultFile, ResultReader } from './result-file.ts'
import { scaled } from './scaled.ts'

/**
 * What `autocannon -j` prints: latencies in whole ms, the duration in s, `errors` with the time-outs among them. Latencies
 * are of all answers, or of those with a status from 200 to 299 alone where it was told so (`-x`). `requests.average` is
 * the mean of samples, each of `sampleInt` ms (`-L`, 1000 unless told).
 */
export const autocannonJson: ResultReader = {
  format: "autocannon's JSON",
  knows: ({ json }) =>
    hasKeys(json, 'latency', 'requests') && (hasKeys(json, 'pipelining') || hasKeys(json, 'non2xx')),
  read: (file) => [readResult(file)],
}

function readResult({ path, json }: ResultFile): ImportedResult {
  const file = new JsonFields(path, json)
  const requests = file.object('requests')
  const answers = requests.number('total')
  const errors = file.number('errors')
  const total = answers + errors
  const failed = errors + file.number('5xx') + (file.optionalNumber('mismatches') ?? 0)
  const recorded = file.object('latency').optionalNumber('totalCount')
  const successes = file.optionalNumber('2xx') ?? answers
  const omission = omissionOf(recorded, answers, successes)
  const invented = (recorded ?? 0) - ((recorded ?? 0) > answers ? answers : successes)
  const sampleMs = file.optionalNumber('sampleInt') ?? 1000
  return {
    ...unknownParts,
    tool: 'autocannon',
    format: autocannonJson.format,
    label: path,
    target: file.text('url'),
    startedAt: file.time('start'),
    durationMs: scaled(file.number('duration'), 1000),
    model: omission === 'filled-in' ? 'open' : null,
    rate: { offered: null, achieved: finiteOrNull((1000 * requests.number('average')) / sampleMs) },
    concurrency: file.number('connections') * (file.optionalNumber('pipelining') ?? 1),
    requests: { total, failed: Math.min(failed, total) },
    latencyMs: readLatency(file.object('latency'), answers === 0 ? 0 : recorded),
    omission,
    notes: [
      'autocannon records latencies in whole ms, a time below 1 ms as 0.',
      ...refusedNotes(file.optionalNumber('4xx') ?? 0),
    ],
    distortion:
      omission === 'filled-in'
        ? `autocannon was given a rate, and of its ${recorded} latencies ${invented} were not measured but filled in, one for each ms below a measured one, which lowers mean and percentiles (its option -C keeps it from that)`
        : null,
  }
}

/**
 * With a rate, autocannon records each latency with an expected interval of ⌈1 / rate⌉, in s, where the histogram takes
 * ms: that is 1 ms, whatever the rate.
 */
function omissionOf(recorded: number | null, answers: number, successes: number): CoordinatedOmission | null {
  if (recorded === null) return null
  return recorded > successes && recorded !== answers ? 'filled-in' : 'not-corrected'
}

/** `min` is the smallest that is not 0: where a percentile is lower, that is the smallest. */
function readLatency(latency: JsonFields, recorded: number | null): ImportedLatency {
  if (recorded === 0) return unknownLatency
  const percentiles = latency.keys
    .filter((key) => /^p\d+(_\d+)?$/.test(key))
    .map((key) => ({ percentile: Number(key.slice(1).replace('_', '.')), ms: latency.number(key) }))
    .sort((a, b) => a.percentile - b.percentile)
  return {
    mean: latency.number('average'),
    stdev: latency.optionalNumber('stddev'),
    min: Math.min(latency.number('min'), percentiles[0]?.ms ?? Infinity),
    max: latency.number('max'),
    percentiles,
  }
}
