import {
  type ImportedLatency,
  type ImportedRequests,
  type ImportedResult,
  unknownLatency,
  unknownParts,
} from './imported-result.ts'
import type { ResultFile, ResultReader } from './result-file.ts'
import { TextLines } from './text-lines.ts'
import { readSpectrum } from './read-wrk2-spectrum.ts'
import { wrkTimeMs } from './wrk-time-ms.ts'

/**
 * What wrk and wrk2 print, several runs one after the other too. Both count statuses from 400 up as errors. wrk corrects
 * for coordinated omission after the run (`stats_correct`): the mean time from one request of a connection to its next is
 * taken for the interval at which they were due, and each latency of twice that or more adds those that are lower by one
 * interval, by two, and so on.
 */
export const wrkText: ResultReader = {
  format: "wrk's or wrk2's text",
  knows: ({ text }) => HEAD.test(text),
  read: readRuns,
}

const HEAD = /^Running \S+ test @ /m
const WRK2 = /^ +Thread calibration: |HdrHistogram - /m

function readRuns({ path, text }: ResultFile): readonly ImportedResult[] {
  const runs = text.split(/^(?=Running \S+ test @ )/m).filter((part) => HEAD.test(part))
  return runs.map((run, i) => ({
    ...readRun(new TextLines(path, run)),
    label: runs.length === 1 ? path : `${path}, run ${i + 1}`,
  }))
}

function readRun(lines: TextLines): Omit<ImportedResult, 'label'> {
  const isWrk2 = lines.find(WRK2) !== null
  const [target = ''] = lines.need('Running … test @', /^Running \S+ test @ (\S+)/)
  const [, connections = ''] = lines.need('threads and connections', /^ +(\d+) threads and (\d+) connections/)
  const [answered = '', lasted = ''] = lines.need('requests in', /^ +(\d+) requests in ([^,\s]+),/)
  const [rate = ''] = lines.need('Requests/sec:', /^Requests\/sec: +(\S+)$/)
  const answers = Number(answered)
  const achieved = Number(rate)
  const { requests, notes } = readRequests(lines, answers, isWrk2)
  const spectrum = isWrk2 ? readSpectrum(lines) : null
  const isFilledIn = !isWrk2 && answers >= Number(connections)
  return {
    ...unknownParts,
    tool: isWrk2 ? 'wrk2' : 'wrk',
    format: isWrk2 ? "wrk2's text" : "wrk's text",
    target,
    durationMs: wrkTimeMs(lasted),
    model: isWrk2 ? 'open' : 'closed',
    rate: { offered: null, achieved: Number.isFinite(achieved) ? achieved : null },
    concurrency: Number(connections),
    requests,
    latencyMs: answers === 0 ? unknownLatency : { ...readLatency(lines, isWrk2), ...spectrum?.latencyMs },
    histogram: answers === 0 ? null : (spectrum?.histogram ?? null),
    omission: isWrk2 ? 'corrected' : isFilledIn ? 'filled-in' : 'not-corrected',
    notes: [...(isWrk2 ? [WRK2_NOTE] : []), ...(isFilledIn ? [WRK_NOTE] : []), ...notes],
  }
}

const WRK_NOTE =
  'wrk adds latencies that were not measured, for requests that a slow answer may have held back: mean and percentiles are above those of its requests where some were slow.'

const WRK2_NOTE =
  'wrk2 does not print the rate that it was given; its latencies are from when a request was due, without the first 10 s.'

/** In wrk a time-out is an answer that came too late, in wrk2 a connection that waits, each time that it looks. */
function readRequests(
  lines: TextLines,
  answers: number,
  isWrk2: boolean,
): { requests: ImportedRequests; notes: string[] } {
  const [refused = '0'] = lines.find(/^ +Non-2xx or 3xx responses: (\d+)$/) ?? []
  const [connect = '0', read = '0', write = '0', timeout = '0'] =
    lines.find(/^ +Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)$/) ?? []
  const lost = Number(connect) + Number(read) + Number(write)
  const total = answers + lost
  const late = isWrk2 ? 0 : Number(timeout)
  const status = Number(refused)
  return {
    requests: { total, failed: Math.min(total, lost + late + status) },
    notes: [
      ...(status === 0 ? [] : [`Answers with a status from 400 up (${status}) count as failed.`]),
      ...(isWrk2 && timeout !== '0'
        ? [
            `The ${timeout} time-outs of wrk2 are not counted: it counts a request that waits again and again.`,
          ]
        : []),
    ],
  }
}

/** Of the corrected distribution, where wrk2 prints the other one as well. */
function readLatency(lines: TextLines, isWrk2: boolean): ImportedLatency {
  const [mean = '', stdev = '', largest = ''] = lines.need('Latency', /^ +Latency +(\S+) +(\S+) +(\S+) +\S+$/)
  const distribution = lines.after(isWrk2 ? /Latency Distribution \(.*\)$/ : /Latency Distribution$/)
  const rows =
    distribution?.before(/^ +\d+ requests in |Latency Distribution /).all(/^ *([\d.]+)% +(\S+)$/) ?? []
  return {
    mean: wrkTimeMs(mean),
    stdev: wrkTimeMs(stdev),
    min: null,
    max: lines.find(/Thread Stats +Avg +Stdev +Max /) === null ? null : wrkTimeMs(largest),
    percentiles: rows.flatMap(([percentile = '', time = '']) => {
      const ms = wrkTimeMs(time)
      return ms === null ? [] : [{ percentile: Number(percentile), ms }]
    }),
  }
}
