import { sumStatuses } from './count-statuses.ts'
import { type ImportedLatency, type ImportedResult, unknownLatency, unknownParts } from './imported-result.ts'
import type { ResultFile, ResultReader } from './result-file.ts'
import { scaled } from './scaled.ts'
import { TextLines } from './text-lines.ts'

/**
 * What hey prints: all times are s with four decimals. Latencies are of requests that were answered, of which it keeps the
 * first 1,000,000. A percentile that so few answers do not have is a row of `0% in 0.0000 secs`.
 */
export const heyText: ResultReader = {
  format: "hey's text",
  knows: ({ text }) =>
    /^Summary:\s*$/m.test(text) && /^ +Total:\s+\S+ secs/m.test(text) && !/Success rate/.test(text),
  read: (file) => [readSummary(file)],
}

function readSummary({ path, text }: ResultFile): ImportedResult {
  const lines = new TextLines(path, text)
  const [total = ''] = lines.need('Total:', /^ +Total:\s+(\S+) secs/)
  const [perSecond = ''] = lines.need('Requests/sec:', /^ +Requests\/sec:\s+(\S+)/)
  lines.need('Status code distribution:', /^(Status code distribution:)/)
  const counts = lines
    .all(/^ +\[(\d+)\]\s+(\d+) responses/)
    .map((row) => [Number(row[0]), Number(row[1])] as const)
  const statuses = sumStatuses(counts)
  const errors = (lines.after(/^Error distribution:/)?.all(/^ +\[(\d+)\]\s/) ?? []).reduce(
    (sum, [count]) => sum + Number(count),
    0,
  )
  const requests = statuses.answered + errors
  return {
    ...unknownParts,
    tool: 'hey',
    format: heyText.format,
    label: path,
    durationMs: seconds(total),
    model: 'closed',
    rate: {
      offered: null,
      achieved: requests === 0 ? null : (Number(perSecond) * statuses.answered) / requests,
    },
    concurrency: null,
    requests: { total: requests, failed: statuses.failed + errors },
    latencyMs: statuses.answered === 0 ? unknownLatency : readLatency(lines, statuses.answered),
    omission: 'not-corrected',
    notes: [
      'hey does not print how many workers it had, and its times are rounded to 0.1 ms.',
      ...(statuses.answered > KEPT
        ? ['hey keeps 1,000,000 latencies: percentiles, least and largest are of the first so many answers.']
        : []),
      ...statuses.notes,
    ],
  }
}

/** What hey keeps for its percentiles, and divides the sum of all latencies by. */
const KEPT = 1_000_000

function readLatency(lines: TextLines, answered: number): ImportedLatency {
  const of = (name: string) => lines.need(name, new RegExp(`^ +${name}\\s+([\\d.]+) secs`))[0] ?? ''
  return {
    mean: scaled(seconds(of('Average:')), Math.min(1, KEPT / answered)),
    stdev: null,
    min: seconds(of('Fastest:')),
    max: seconds(of('Slowest:')),
    percentiles: lines.all(/^ +([1-9]\d*)% in ([\d.]+) secs/).map(([percentile, time = '']) => ({
      percentile: Number(percentile),
      ms: seconds(time),
    })),
  }
}

/** In ms. */
function seconds(text: string): number {
  return scaled(Number(text), 1000)
}
