import type { FinishedRun } from '../../models/report/finished-run.ts'
import { reachedHeadline } from '../wording/reached-headline.ts'
import { markdownBeforeAfter } from './markdown-before-after.ts'
import { type MarkdownBlock, markdownDocument } from './markdown-blocks.ts'
import { markdownHotPaths } from './markdown-hot-paths.ts'
import { markdownMethod } from './markdown-method.ts'
import { markdownRecommendation } from './markdown-recommendation.ts'
import { markdownParagraph, markdownText } from './markdown-text.ts'
import type { ReportFormat } from './report-format.ts'
import { thresholdName, thresholdOutcome } from './threshold-text.ts'

/** GitHub-flavoured Markdown, for comments and wikis. */
export const markdownFormat: ReportFormat = {
  name: 'md',
  mediaType: 'text/markdown; charset=utf-8; variant=GFM',
  fileName: 'report.md',
  render: (run) => markdownDocument(markdownBlocks(run)),
}

/** The parts of the document, the most important first. */
export function markdownBlocks({ report, hotPaths }: FinishedRun): MarkdownBlock[] {
  return [
    `# kneepoint: ${markdownText(report.name)}`,
    ...verdictBlocks(report),
    ...headlineBlocks(report),
    ...markdownRecommendation(report),
    ...markdownBeforeAfter(report),
    ...thresholdBlocks(report),
    ...markdownHotPaths(hotPaths),
    ...markdownMethod(report),
  ]
}

function verdictBlocks({ verdict, missing }: FinishedRun['report']): string[] {
  const advice = verdict.advice === null ? '' : ` To do: ${markdownText(verdict.advice)}.`
  return [
    `**${markdownText(verdict.verdict)}**: ${markdownText(verdict.why)}.${advice}`,
    ...(missing.length === 0
      ? []
      : [`Missing:\n\n${missing.map((each) => `- ${markdownParagraph(each)}`).join('\n')}`]),
  ]
}

function headlineBlocks(report: FinishedRun['report']): string[] {
  const headline = reachedHeadline(report)
  if (headline === null) return []
  const { text, sentence } = headline
  return [`**${markdownText(text)}.** ${markdownText(sentence)}`.trimEnd()]
}

function thresholdBlocks({ thresholds }: FinishedRun['report']): MarkdownBlock[] {
  if (thresholds.length === 0) return []
  const rows = thresholds.map((result) => [
    thresholdName(result),
    result.passed ? 'met' : 'NOT MET',
    thresholdOutcome(result),
  ])
  return ['## Thresholds', { head: ['Threshold', 'Result', 'Value'], rows }]
}
