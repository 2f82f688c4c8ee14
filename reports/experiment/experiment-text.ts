import type { VariantComparison } from '../../models/experiment/compare-variants.ts'
import type { ExperimentReport } from '../../models/experiment/experiment-report.ts'
import { commandLines } from '../terminal/command-lines.ts'
import { fitText } from '../terminal/fit-text.ts'
import { type Paint, plainPaint } from '../terminal/paint.ts'
import { cutText } from '../terminal/text-width.ts'
import { columnsText } from './columns-text.ts'
import { costTable } from './cost-table.ts'
import { comparisonCells, comparisonGroups, comparisonHead, groupTitle } from './comparison-rows.ts'
import {
  costSentence,
  missingSentence,
  eventSentences,
  headlines,
  methodSentences,
  objectiveCells,
  objectiveHead,
} from './experiment-sentences.ts'

const COLUMNS = 80
/** Of the name of a variant at the head of a column. */
const HEAD_COLUMNS = 12
/** Of the name of a variant or a class beside its objective. */
const NAME_COLUMNS = 14

/** An experiment's report for a terminal of 80 columns, ending with a newline. */
export function experimentText(report: ExperimentReport, paint: Paint = plainPaint): string {
  const sections = [
    headingText(report, paint),
    objectivesText(report, paint),
    costsText(report, paint),
    ...report.comparisons.map((comparison) => comparisonText(comparison, report, paint)),
    paragraphs([...eventSentences(report), ...report.notes]),
    report.rounds === 0 ? '' : paragraphs(methodSentences(report)),
    report.graphs.map(({ title, mermaid }) => `${title}:\n${indented(mermaid)}`).join('\n\n'),
    commandLines('Again:', report.command).join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function headingText(report: ExperimentReport, paint: Paint): string {
  const { name, plan, seed, environment, verdict, variants } = report
  const said = headlines(report).flatMap(({ sentence, tone }) =>
    fitText(sentence, COLUMNS, '  ').map(paint[tone]),
  )
  const advice = verdict.advice === null ? '' : ` To do: ${verdict.advice}.`
  const judged = fitText(`${verdict.verdict}: ${verdict.why}.${advice}`, COLUMNS, '  ')
  const verdictPaint = verdict.verdict === 'VALID' ? paint.good : paint.bad
  return [
    ...said,
    '',
    ...fitText(`${name} (${plan.name}, seed ${seed}) on ${environment}`, COLUMNS, '  ').map(paint.strong),
    ...judged.map((line, i) =>
      i === 0 ? verdictPaint(verdict.verdict) + line.slice(verdict.verdict.length) : line,
    ),
    ...variants.flatMap((each) => fitText(`${each.name}: ${each.target}`, COLUMNS, '  ')),
  ].join('\n')
}

function objectivesText({ objectives }: ExperimentReport, paint: Paint): string {
  if (objectives.length === 0) return ''
  const rows = [[...objectiveHead], ...objectives.map(objectiveCells).map(withShortNames)]
  return columnsText(rows, COLUMNS, (cell, row, column) => {
    if (row === 0) return paint.strong(cell)
    if (column < objectiveHead.length - 1) return cell
    return objectives[row - 1]?.isMet === true ? paint.good(cell) : paint.bad(cell)
  }).join('\n')
}

function costsText(report: ExperimentReport, paint: Paint): string {
  const table = costTable(report)
  if (table === null) return ''
  const lines = columnsText([table.head, ...table.rows], COLUMNS, (cell, row) =>
    row === 0 ? paint.strong(cell) : cell,
  )
  const untold = table.untold === null ? [] : fitText(table.untold, COLUMNS, '  ')
  return ['Costs', ...lines, ...untold].join('\n')
}

/** Of the class and the variant, which may have long ones. */
function withShortNames(cells: readonly string[]): string[] {
  return cells.map((cell, i) => (i < 2 ? cutText(cell, NAME_COLUMNS) : cell))
}

/** Of so many comparisons only what was tested is shown: the other forms of the report have the rest. */
const MANY_COMPARISONS = 3

function comparisonText(comparison: VariantComparison, report: ExperimentReport, paint: Paint): string {
  const { traffic, comparisons } = report
  const isOneOfMany = comparisons.length >= MANY_COMPARISONS
  const { variant, against } = comparison
  const [first = '', second = '', ...others] = comparisonHead(comparison)
  const groups = comparisonGroups(comparison).flatMap((group) => {
    const measures = group.measures
      .filter(({ effect }) => effect !== null)
      .filter(({ tested, measure }) => !isOneOfMany || tested || measure === 'counter')
    return measures.length === 0 ? [] : [{ ...group, measures }]
  })
  const rows = groups.flatMap((group, i) => {
    const title = groupTitle(group, traffic.length)
    const head = ['', cutText(first, HEAD_COLUMNS), cutText(second, HEAD_COLUMNS), ...others]
    return [
      { cells: [title, ...(i === 0 ? head.slice(1) : [])], isHead: true },
      ...group.measures.map((measure) => ({ cells: comparisonCells(measure), isHead: false })),
    ]
  })
  const lines = columnsText(
    rows.map(({ cells }) => cells),
    COLUMNS,
    (cell, row, column) => {
      if (rows[row]?.isHead === true) return paint.strong(cell)
      if (column !== 5) return cell
      if (cell.trim() === 'better') return paint.good(cell)
      return cell.trim() === 'worse' ? paint.bad(cell) : cell
    },
  )
  const cost = costTable(report) === null ? costSentence(comparison) : null
  const told = [missingSentence(comparison), cost].filter((each) => each !== null)
  return [
    ...fitText(`${variant} against ${against}`, COLUMNS).map(paint.strong),
    ...lines,
    ...told.flatMap((each) => fitText(each, COLUMNS, '  ')),
  ].join('\n')
}

function paragraphs(sentences: readonly string[]): string {
  return sentences.flatMap((sentence) => fitText(sentence, COLUMNS, '  ')).join('\n')
}

function indented(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => fitText(`  ${line}`, COLUMNS, '    '))
    .join('\n')
}
