import type { VariantComparison } from '../../models/experiment/compare-variants.ts'
import type { ExperimentReport } from '../../models/experiment/experiment-report.ts'
import { type MarkdownBlock, markdownDocument } from '../formats/markdown-blocks.ts'
import { codeBlock, markdownParagraph, markdownText } from '../formats/markdown-text.ts'
import { costTable } from './cost-table.ts'
import { comparisonCells, comparisonGroups, comparisonHead, groupTitle } from './comparison-rows.ts'
import {
  costSentence,
  eventSentences,
  headlines,
  methodSentences,
  objectiveCells,
  objectiveHead,
} from './experiment-sentences.ts'

/** An experiment's report as GitHub-flavoured Markdown. */
export function experimentMarkdown(report: ExperimentReport): string {
  return markdownDocument(blocksOf(report))
}

function blocksOf(report: ExperimentReport): MarkdownBlock[] {
  const { name, plan, seed, environment, verdict, variants, objectives, comparisons, graphs } = report
  const advice = verdict.advice === null ? '' : ` To do: ${markdownText(verdict.advice)}.`
  const notes = [...eventSentences(report), ...report.notes]
  return [
    `# kneepoint: ${markdownText(name)}`,
    headlines(report)
      .map(({ sentence }) => `**${markdownText(sentence)}**`)
      .join('\n\n'),
    `**${markdownText(verdict.verdict)}**: ${markdownText(verdict.why)}.${advice}`,
    { head: ['Variant', 'Target'], rows: variants.map((each) => [each.name, each.target]) },
    ...(objectives.length === 0
      ? []
      : ['## Objectives', { head: objectiveHead, rows: objectives.map(objectiveCells) }]),
    ...costBlocks(report),
    ...comparisons.flatMap((comparison) => comparisonBlocks(comparison, report.traffic.length)),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${markdownParagraph(note)}`).join('\n')]),
    ...graphs.flatMap(({ title, mermaid }) => [`## ${markdownText(title)}`, codeBlock(mermaid, 'mermaid')]),
    '## How it was measured',
    ...(report.rounds === 0 ? [] : methodSentences(report).map(markdownParagraph)),
    markdownParagraph(`${plan.name}, seed ${seed}, on ${environment}.`),
    codeBlock(report.command, 'sh'),
  ]
}

function costBlocks(report: ExperimentReport): MarkdownBlock[] {
  const table = costTable(report)
  if (table === null) return []
  const { head, rows, untold } = table
  return ['## Costs', { head, rows }, ...(untold === null ? [] : [markdownParagraph(untold)])]
}

function comparisonBlocks(comparison: VariantComparison, classes: number): MarkdownBlock[] {
  const { variant, against } = comparison
  const cost = costSentence(comparison)
  return [
    `## ${markdownText(variant)} against ${markdownText(against)}`,
    ...comparisonGroups(comparison).map((group) => ({
      head: [groupTitle(group, classes), ...comparisonHead(comparison)],
      rows: group.measures.map(comparisonCells),
    })),
    ...(cost === null ? [] : [markdownParagraph(cost)]),
  ]
}
