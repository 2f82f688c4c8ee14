import { type ImportedLatency, type ImportedResult, unknownParts } from './imported-result.ts'
import { hasKeys, JsonFields } from './json-fields.ts'
import type { ResultFile, ResultReader } from './result-file.ts'

/** What `bench --json` prints. */
export const benchDocumentReader: ResultReader = {
  format: 'a document of bench --json',
  knows: ({ json }) => hasKeys(json, 'schemaVersion', 'responseMs', 'latenessMs', 'poolWaitMs'),
  read: (file) => [readDocument(file)],
}

function readDocument({ path, json }: ResultFile): ImportedResult {
  const file = new JsonFields(path, json)
  const requests = file.object('requests')
  const rate = file.object('rate')
  const isOpen = file.text('model') === 'open'
  return {
    ...unknownParts,
    tool: 'kneepoint',
    format: benchDocumentReader.format,
    label: path,
    target: file.text('target'),
    startedAt: file.time('startedAt'),
    durationMs: file.number('durationMs'),
    model: isOpen ? 'open' : 'closed',
    rate: { offered: rate.optionalNumber('offered'), achieved: rate.optionalNumber('achieved') },
    concurrency: isOpen ? null : file.object('load').number('users'),
    requests: {
      total: requests.number('due'),
      failed: requests.number('failed') + requests.number('dropped'),
    },
    latencyMs: readLatency(file.object('responseMs')),
    omission: isOpen ? 'corrected' : 'not-corrected',
    notes: [],
  }
}

function readLatency(summary: JsonFields): ImportedLatency {
  const named = [
    ['p50', 50],
    ['p90', 90],
    ['p99', 99],
    ['p999', 99.9],
  ] as const
  return {
    mean: summary.optionalNumber('mean'),
    stdev: null,
    min: null,
    max: summary.optionalNumber('max'),
    percentiles: named.flatMap(([key, percentile]) => {
      const ms = summary.optionalNumber(key)
      return ms === null ? [] : [{ percentile, ms }]
    }),
  }
}
