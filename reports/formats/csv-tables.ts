import type { FinishedRun } from '../../models/report/finished-run.ts'
import { type BlockFigures, blockFigures } from './block-figures.ts'
import type { CsvCell } from './csv-text.ts'
import { metricRows } from './metric-rows.ts'
import { type StepFigures, stepFigures } from './step-figures.ts'

/** What `--table` may be. */
export const csvTableNames = ['metrics', 'blocks', 'sweep', 'latency', 'surface', 'timeline'] as const

export type CsvTableName = (typeof csvTableNames)[number]

export interface CsvTable {
  readonly header: readonly string[]
  readonly rows: ReadonlyArray<readonly CsvCell[]>
}

/** A table of a run; without rows where the run has not come that far. */
export function csvTable(name: CsvTableName, run: FinishedRun): CsvTable {
  return tables[name](run)
}

const tables: Readonly<Record<CsvTableName, (run: FinishedRun) => CsvTable>> = {
  metrics: ({ report }) => columnsOf(metricColumns, metricRows(report)),
  blocks: ({ pairs }) => columnsOf(blockColumns, blockFigures(pairs)),
  sweep: ({ steps }) => columnsOf(stepColumns, stepFigures(steps)),
  latency: latencyTable,
  surface: surfaceTable,
  timeline: timelineTable,
}

/** Columns by their names in the file: fields of what the rows are made of. */
type Columns<Row> = ReadonlyArray<readonly [name: string, field: keyof Row]>

function columnsOf<Row extends { readonly [Name in keyof Row]: CsvCell }>(
  columns: Columns<Row>,
  rows: readonly Row[],
): CsvTable {
  return {
    header: columns.map(([name]) => name),
    rows: rows.map((row) => columns.map(([, field]) => row[field])),
  }
}

const metricColumns: Columns<ReturnType<typeof metricRows>[number]> = [
  ['metric', 'metric'],
  ['unit', 'unit'],
  ['before', 'before'],
  ['after', 'after'],
  ['change_kind', 'changeKind'],
  ['change', 'change'],
  ['change_low', 'changeLow'],
  ['change_high', 'changeHigh'],
  ['answer', 'answer'],
  ['largest_difference', 'largestDifference'],
  ['adjusted_p_value', 'adjustedPValue'],
  ['predicted_before', 'predictedBefore'],
  ['predicted_after', 'predictedAfter'],
]

const blockColumns: Columns<BlockFigures> = [
  ['window', 'window'],
  ['from_ms', 'fromMs'],
  ['to_ms', 'toMs'],
  ['setting', 'setting'],
  ['sent_first', 'sentFirst'],
  ['measured_ms', 'measuredMs'],
  ['due', 'due'],
  ['completed', 'completed'],
  ['failed', 'failed'],
  ['dropped', 'dropped'],
  ['retried', 'retried'],
  ['achieved_per_s', 'achievedRate'],
  ['mean_ms', 'meanMs'],
  ['p50_ms', 'p50Ms'],
  ['p90_ms', 'p90Ms'],
  ['p99_ms', 'p99Ms'],
  ['max_ms', 'maxMs'],
  ['dials', 'dials'],
  ['dials_per_s', 'dialsPerSecond'],
  ['reused', 'reused'],
  ['peak_open', 'peakOpen'],
  ['peak_idle', 'peakIdle'],
  ['lateness_p99_ms', 'latenessP99Ms'],
  ['predicted_mean_ms', 'predictedMeanMs'],
  ['predicted_p99_ms', 'predictedP99Ms'],
  ['predicted_dials_per_s', 'predictedDialsPerSecond'],
]

const stepColumns: Columns<StepFigures> = [
  ['offered_per_s', 'offeredRate'],
  ['achieved_per_s', 'achievedRate'],
  ['outcome', 'outcome'],
  ['measured_ms', 'measuredMs'],
  ['due', 'due'],
  ['completed', 'completed'],
  ['failure_rate', 'failureRate'],
  ['mean_ms', 'meanMs'],
  ['p50_ms', 'p50Ms'],
  ['p99_ms', 'p99Ms'],
  ['max_ms', 'maxMs'],
  ['dials_per_s', 'dialsPerSecond'],
  ['lateness_p99_ms', 'latenessP99Ms'],
]

function latencyTable({ figures }: FinishedRun): CsvTable {
  const rows = (figures.latency?.curves ?? []).flatMap(({ side, source, points }) =>
    points.map(({ percentile, responseMs }) => [side, source, percentile, responseMs]),
  )
  return { header: ['setting', 'source', 'percentile', 'response_ms'], rows }
}

function surfaceTable({ figures }: FinishedRun): CsvTable {
  const { surface } = figures
  const rows = (surface?.idleTimeoutsMs ?? []).flatMap((idleTimeoutMs, t) =>
    (surface?.maxIdles ?? []).map((maxIdle, m) => [
      idleTimeoutMs,
      maxIdle,
      surface?.dialShare[t]?.[m] ?? null,
      surface?.p99Ms[t]?.[m] ?? null,
    ]),
  )
  return { header: ['idle_timeout_ms', 'max_idle', 'dial_share', 'p99_ms'], rows }
}

/** The schedule in its intervals, and then the windows that were measured. */
function timelineTable({ figures }: FinishedRun): CsvTable {
  const { timeline } = figures
  const everyMs = timeline?.everyMs ?? 0
  const schedule = (timeline?.ratePerSecond ?? []).map((rate, i) => [
    'schedule',
    i * everyMs,
    Math.min((i + 1) * everyMs, timeline?.durationMs ?? 0),
    rate,
    null,
    null,
    null,
    null,
  ])
  const windows = (timeline?.windows ?? []).map((window) => [
    'window',
    window.fromMs,
    window.toMs,
    null,
    window.beforeP99Ms,
    window.afterP99Ms,
    window.beforeDialsPerSecond,
    window.afterDialsPerSecond,
  ])
  const measured = ['before_p99_ms', 'after_p99_ms', 'before_dials_per_s', 'after_dials_per_s']
  return { header: ['kind', 'from_ms', 'to_ms', 'due_per_s', ...measured], rows: [...schedule, ...windows] }
}
