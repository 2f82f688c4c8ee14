import type { FinishedRun } from '../../models/report/finished-run.ts'
import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn, whyWithheld } from '../../models/report/standing.ts'
import { describeMisfit, isMisfit } from '../../models/simulate/misfit.ts'
import { describeSettings } from '../terminal/describe-settings.ts'
import { markdownDocument } from './markdown-blocks.ts'
import { markdownBlocks } from './markdown-format.ts'
import type { ReportFormat } from './report-format.ts'
import { thresholdName, thresholdOutcome } from './threshold-text.ts'
import { type Annotation, boundedAnnotations, withoutCommands, workflowCommand } from './workflow-command.ts'

/** GitHub takes 1024 kB for the summary of a step, and none of it where there is more. */
export const MOST_SUMMARY_BYTES = 900_000

/** Annotations, and then the summary, in which commands are switched off. */
export const githubFormat: ReportFormat = {
  name: 'github',
  mediaType: 'text/plain; charset=utf-8',
  fileName: 'github.txt',
  render: (run) => `${annotationText(run)}${withoutCommands(stepSummary(run))}`,
}

/** One workflow command on each line, at most ten of each kind; empty where there is nothing to say. */
export function annotationText({ report }: FinishedRun): string {
  return boundedAnnotations(annotationsOf(report))
    .map((annotation) => `${workflowCommand(annotation)}\n`)
    .join('')
}

/**
 * Markdown for the summary of a step.
 *
 * @param mostBytes what there is room for
 */
export function stepSummary(run: FinishedRun, mostBytes = MOST_SUMMARY_BYTES): string {
  return markdownDocument(markdownBlocks(run), Math.min(mostBytes, MOST_SUMMARY_BYTES))
}

/** What went wrong first. */
function annotationsOf(report: Report): Annotation[] {
  const title = `kneepoint ${report.name}`
  const { verdict, misfit, missing, thresholds, recommendation } = report
  const because = `${verdict.verdict}: ${verdict.why}`
  const withheld = whyWithheld(report)
  const errors = [
    ...(verdict.verdict === 'VALID'
      ? []
      : [verdict.advice === null ? because : `${because}. To do: ${verdict.advice}`]),
    ...(isWithdrawn(report) ? [`the recommendation is withdrawn. ${report.misses.reasons.join(' ')}`] : []),
    ...thresholds
      .filter(({ passed }) => !passed)
      .map((result) => `threshold not met: ${thresholdName(result)}: ${thresholdOutcome(result)}`),
  ]
  const warnings = [
    ...missing.map((each) => `missing: ${each}`),
    ...(withheld === null
      ? []
      : [`not verified, so not recommended yet: ${withheld.why}. To do: ${withheld.advice}`]),
    ...(misfit !== null && isMisfit(misfit) ? [describeMisfit(misfit) ?? ''] : []),
  ]
  const notices =
    recommendation === null || recommendation.unchanged || !isTrusted(report)
      ? []
      : [`recommended for ${recommendation.client}: ${describeSettings(recommendation.settings)}`]
  const all = { error: errors, warning: warnings, notice: notices } as const
  return (['error', 'warning', 'notice'] as const).flatMap((kind) =>
    all[kind].map((message) => ({ kind, title, message })),
  )
}
