import type { Finding } from '../../models/diagnosis/finding.ts'
import type { HotPathView, ProfileView } from '../../models/diagnosis/hot-path-view.ts'
import { fitText } from '../terminal/fit-text.ts'
import { type Paint, plainPaint } from '../terminal/paint.ts'
import { cutText, textWidth, withoutControls } from '../terminal/text-width.ts'
import {
  blocksTable,
  functionsTable,
  healthTable,
  type ProfileTable,
  raised,
  sitesTable,
  waitsTable,
} from './profile-tables.ts'
import { findingsHeadline, profiledWords } from './profile-words.ts'

const COLUMNS = 80
const GAP = 2
/** Rows of the tables of functions; the view has more. */
const ROWS = 10
/** What names and places are cut to at most, so that both can be read. */
const LEAST_WORD = 8

/** Where a target's time went and what is wrong with it, for a terminal of 80 columns; ends with a newline. */
export function profileText(view: HotPathView, paint: Paint = plainPaint): string {
  const sections = [
    findingsText(view.findings, paint),
    ...(view.profile === null ? [] : profileTexts(view.profile, paint)),
    tableText(waitsTable(view.waits), paint),
    tableText(healthTable(view), paint),
    healthText(view, paint),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function profileTexts(profile: ProfileView, paint: Paint): string[] {
  return [
    fitText(profiledWords(profile), COLUMNS).join('\n'),
    tableText(sitesTable(profile, ROWS), paint),
    tableText(functionsTable(profile, ROWS), paint),
    tableText(blocksTable(profile), paint),
  ]
}

function findingsText(findings: readonly Finding[], paint: Paint): string {
  const headline = findingsHeadline(findings)
  const lines = findings.flatMap(({ title, evidence, action }, i) => {
    const number = `${i + 1}. `
    const indent = ' '.repeat(number.length)
    const paragraph = (text: string, hanging = '') =>
      fitText(text, COLUMNS - number.length, hanging).map((line) => indent + line)
    return [
      ...fitText(`${number}${title}`, COLUMNS, indent).map(i === 0 ? paint.bad : paint.strong),
      ...evidence.flatMap((sentence) => paragraph(sentence)),
      ...paragraph(`To do: ${action}`, '  '),
    ]
  })
  return [...fitText(headline, COLUMNS), ...lines].join('\n')
}

function healthText({ health }: HotPathView, paint: Paint): string {
  return raised(health)
    .flatMap(({ title, state, meaning, action }) => {
      const colour = state === 'breach' ? paint.bad : paint.warn
      return fitText(`${title} (${state}): ${meaning} ${action}`, COLUMNS, '  ').map((line, i) =>
        i === 0 ? colour(line) : line,
      )
    })
    .join('\n')
}

/** Words to the left, figures to the right; long words are cut, the longest column first. */
function tableText({ title, head, words, rows }: ProfileTable, paint: Paint): string {
  if (rows.length === 0) return ''
  const cells = [head, ...rows].map((row) => row.map((cell) => withoutControls(cell)))
  const widths = fittedWidths(
    head.map((_, column) => Math.max(...cells.map((row) => textWidth(row[column] ?? '')))),
    words,
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => placed(cell, widths[column] ?? 0, column < words))
      .join(' '.repeat(GAP))
      .trimEnd()
  const [first = [], ...others] = cells
  return [paint.strong(title), paint.dim(line(first)), ...others.map(line)].join('\n')
}

function fittedWidths(natural: readonly number[], words: number): number[] {
  const widths = [...natural]
  const excess = () => widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1)) - COLUMNS
  while (excess() > 0) {
    const column = widths
      .slice(0, words)
      .reduce((widest, width, i) => (width > (widths[widest] ?? 0) ? i : widest), 0)
    if ((widths[column] ?? 0) <= LEAST_WORD) break
    widths[column] = (widths[column] ?? 0) - 1
  }
  return widths
}

function placed(cell: string, width: number, isWord: boolean): string {
  const shown = cutText(cell, width)
  const space = ' '.repeat(Math.max(0, width - textWidth(shown)))
  return isWord ? shown + space : space + shown
}
