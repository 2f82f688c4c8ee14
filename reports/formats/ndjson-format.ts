import type { FinishedRun } from '../../models/report/finished-run.ts'
import { isTrusted, isWithdrawn, whyWithheld } from '../../models/report/standing.ts'
import { REPORT_SCHEMA_VERSION } from '../../models/report/report.ts'
import { blockFigures } from './block-figures.ts'
import { metricRows } from './metric-rows.ts'
import type { ReportFormat } from './report-format.ts'
import { stepFigures } from './step-figures.ts'

/** One JSON object a line, each with a `type`; the line of the run comes first. */
export const ndjsonFormat: ReportFormat = {
  name: 'ndjson',
  mediaType: 'application/x-ndjson',
  fileName: 'report.ndjson',
  render: (run) =>
    runEvents(run)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(''),
}

/** What a line is of. */
export type RunEventType =
  'run' | 'step' | 'block' | 'metric' | 'prediction' | 'threshold' | 'constraint' | 'recommendation'

/** A line; its other fields are those that `docs/formats.md` names. */
export interface RunEvent {
  readonly type: RunEventType
  readonly [field: string]: unknown
}

/** In the order of the loop: the run, what was swept, measured and found, what is recommended. */
export function runEvents(run: FinishedRun): RunEvent[] {
  const { report, steps, pairs } = run
  const { recommendation } = report
  return [
    runEvent(run),
    ...stepFigures(steps).map((step) => ({ type: 'step', ...step }) as const),
    ...blockFigures(pairs).map((block) => ({ type: 'block', ...block }) as const),
    ...metricRows(report).map((metric) => ({ type: 'metric', ...metric }) as const),
    ...report.predictions.map((prediction) => ({ type: 'prediction', ...prediction }) as const),
    ...report.thresholds.map(({ threshold, ...result }) => {
      const { metric, request, expression, limit } = threshold
      return { type: 'threshold', metric, request, expression, limit, ...result } as const
    }),
    ...(recommendation?.constraints ?? []).map(
      (constraint) => ({ type: 'constraint', ...constraint }) as const,
    ),
    ...recommendationEvents(run),
  ]
}

function runEvent({ report }: FinishedRun): RunEvent {
  return {
    type: 'run',
    schemaVersion: REPORT_SCHEMA_VERSION,
    name: report.name,
    seed: report.seed,
    plan: report.plan,
    startedAt: report.startedAt,
    scenarioHash: report.scenarioHash,
    command: report.command,
    environment: report.environment,
    generator: report.generator,
    verdict: report.verdict,
    conclusion: report.conclusion,
    windows: report.windows,
    ledger: report.ledger,
    capacity: report.capacity?.sloCapacity ?? null,
    missing: report.missing,
  }
}

function recommendationEvents({ report }: FinishedRun): RunEvent[] {
  const { recommendation } = report
  if (recommendation === null) return []
  return [
    {
      type: 'recommendation',
      client: recommendation.client,
      unchanged: recommendation.unchanged,
      trusted: isTrusted(report),
      withdrawn: isWithdrawn(report),
      withheld: whyWithheld(report)?.why ?? null,
      before: recommendation.before,
      settings: recommendation.settings,
      meetsSlo: recommendation.meetsSlo,
      reasons: recommendation.reasons,
    },
  ]
}
