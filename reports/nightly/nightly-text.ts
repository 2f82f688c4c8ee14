import { wrapText } from '../patches/wrap-text.ts'
import { nightHead, nightRow } from './night-row.ts'
import { commitText, nightSentences, sameAgainstSameText } from './night-sentences.ts'
import type { NightlyReport, ScenarioNight } from './nightly-report.ts'

const COLUMNS = 80
const GAP = 2

/** A nightly for a terminal of 80 columns, ending with a newline. */
export function nightlyText(report: NightlyReport): string {
  const heading = wrapText(
    `Night of ${report.at}${commitText(report.commit)} on ${report.environment}`,
    COLUMNS,
    '  ',
  )
  const sections = [
    heading.join('\n'),
    tableText([[...nightHead], ...report.nights.map(nightRow)]),
    ...report.nights.map(scenarioText),
  ]
  return `${sections.join('\n\n')}\n`
}

function scenarioText(night: ScenarioNight): string {
  const sameAgainstSame = sameAgainstSameText(night)
  const sentences = [...nightSentences(night), ...(sameAgainstSame === null ? [] : [sameAgainstSame])]
  return [
    `${night.scenario}: ${night.verdict}`,
    ...sentences.flatMap((sentence) => wrapText(sentence, COLUMNS - 2, '  ').map((line) => `  ${line}`)),
  ].join('\n')
}

/** Columns as wide as they need; a first cell for which there is no room stands on a line of its own. */
function tableText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const others = widths.slice(1).reduce((sum, width) => sum + GAP + width, 0)
  const first = Math.max(0, Math.min(widths[0] ?? 0, COLUMNS - others))
  return rows.flatMap((row) => rowLines(row, [first, ...widths.slice(1)])).join('\n')
}

function rowLines(
  [name = '', ...cells]: readonly string[],
  [first = 0, ...widths]: readonly number[],
): string[] {
  const fits = name.length <= first
  const padded = cells.map((cell, i) => cell.padStart(widths[i] ?? 0))
  const line = [(fits ? name : '').padEnd(first), ...padded].join(' '.repeat(GAP)).trimEnd()
  return fits ? [line] : [name, line]
}
