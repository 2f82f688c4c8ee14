import type { Report } from '../../models/report/report.ts'
import { reachedHeadline } from '../wording/reached-headline.ts'
import { fitText } from './fit-text.ts'
import { formatValue } from './format-value.ts'
import type { Paint } from './paint.ts'
import { textWidth } from './text-width.ts'

/** One of several runs. */
export interface ListedRun {
  readonly scenario: string
  /** `null` where the run was not begun. */
  readonly report: Report | null
}

const COLUMNS = 80
const GAP = 2
/** What is left for the last column, or it goes on lines of its own. */
const LEAST_LAST = 30

/** Several runs on a terminal of 80 columns: verdict, P99 before and after, and what to do about the settings. */
export function runsTable(runs: readonly ListedRun[], paint: Paint): string {
  const head = ['Scenario', 'verdict', 'P99 before → after', 'settings'] as const
  const rows = runs.map(cellsOf)
  const widths = [0, 1, 2].map(
    (i) => Math.max(...[head, ...rows].map((row) => textWidth(row[i] ?? ''))) + GAP,
  )
  const left = widths.reduce((sum, width) => sum + width, 0)
  const indent = COLUMNS - left >= LEAST_LAST ? left : GAP
  const lines = [head, ...rows].map((row) => rowLines(row, widths, indent))
  const [headLines = [], ...others] = lines
  return [...headLines.map(paint.strong), ...others.flat()].map((line) => `${line.trimEnd()}\n`).join('')
}

type Cells = readonly [string, string, string, string]

function cellsOf({ scenario, report }: ListedRun): Cells {
  if (report === null) return [scenario, '–', '–', 'Not run']
  return [scenario, report.verdict.verdict, p99Cell(report), settingsCell(report)]
}

function p99Cell({ beforeAfter }: Report): string {
  const effect = beforeAfter.find(({ metric }) => metric === 'p99')?.effect
  return effect == null ? '–' : `${formatValue(effect.before, 'ms')} → ${formatValue(effect.after, 'ms')}`
}

function settingsCell(report: Report): string {
  const headline = reachedHeadline(report)
  if (headline !== null) return headline.text
  return report.recommendation === null ? 'No recommendation yet' : 'Not verified, so not recommended yet'
}

function rowLines(row: Cells, widths: readonly number[], indent: number): string[] {
  const [last, ...others] = [row[3], ...row.slice(0, 3)]
  const left = others.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - textWidth(cell))).join('')
  const pad = ' '.repeat(indent)
  const [first = '', ...more] = fitText(last, COLUMNS - indent).map((line) => pad + line)
  return indent === GAP ? [left, first, ...more] : [left + first.slice(indent), ...more]
}
