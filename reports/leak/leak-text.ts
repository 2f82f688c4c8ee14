import type { GrowthAttribution } from '../../models/leak/attribute-growth.ts'
import type { LeakReport } from '../../models/leak/leak-report.ts'
import type { RetainedGrowth } from '../../models/heap-snapshot/retained-growth.ts'
import { wrapText } from '../patches/wrap-text.ts'
import { type Paint, plainPaint } from '../terminal/paint.ts'
import { cutText, splitText, textWidth, withoutControls } from '../terminal/text-width.ts'
import { formatCount } from './format-growth.ts'
import {
  formatShareOf,
  groupHead,
  groupRow,
  kindTitles,
  measureHead,
  measureRows,
  siteHead,
  siteRow,
} from './leak-rows.ts'
import { verdictSentences } from './leak-sentences.ts'

const COLUMNS = 80
const GAP = 2
/** Rows of a table; the report has them all. */
const MOST_ROWS = 5

/** A leak check for a terminal of 80 columns, ending with a newline: the verdict first. */
export function leakText(report: LeakReport, paint: Paint = plainPaint): string {
  const colour = { leak: paint.bad, 'native-growth': paint.warn, unknown: paint.warn }
  const painted = Object.entries(colour).find(([name]) => name === report.verdict.verdict)?.[1] ?? paint.good
  const verdict = verdictSentences(report.verdict)
    .flatMap((sentence) => wrapText(sentence, COLUMNS))
    .map(painted)
  const sections = [
    [paint.strong(cutText(`Leak check: ${withoutControls(report.target)}`, COLUMNS))],
    verdict,
    [
      ...tableLines([[...measureHead], ...measureRows(report.verdict)], { words: [0, 1] }),
      ...judgedLines(report),
    ],
    ...(report.attribution === null ? [] : [siteLines(report.attribution, paint)]),
    ...(report.retained === null ? [] : [retainedLines(report.retained, paint)]),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function judgedLines({ checkpoints, verdict }: LeakReport): string[] {
  const first = checkpoints[0]
  const last = checkpoints.at(-1)
  if (first === undefined || last === undefined) return []
  const from = (verdict.measures.heap ?? verdict.measures.external)?.judgedFromRequests ?? 0
  const requests = last.requests - first.requests
  const judged = from > 0 ? `, judged from request ${formatCount(from)} on` : ''
  return wrapText(
    `${formatCount(checkpoints.length)} checkpoints over ${formatCount(requests)} requests${judged}.`,
    COLUMNS,
  )
}

function siteLines({ sites }: GrowthAttribution, paint: Paint): string[] {
  const heading = paint.strong('Allocated by')
  if (sites.length === 0) return [heading, 'No function’s objects have grown for sure.']
  const rows = [[...siteHead], ...sites.slice(0, MOST_ROWS).map(siteRow)]
  return [heading, ...tableLines(rows, { words: [0], places: [1] })]
}

function retainedLines({ paths, groups }: RetainedGrowth, paint: Paint): string[] {
  const kept = paths
    .slice(0, MOST_ROWS)
    .flatMap(({ kind, text, share }) => [
      `${formatShareOf(share).padStart(5)}  ${kindTitles[kind]}`,
      ...wrapText(withoutControls(text), COLUMNS - 7, '  ').map((line) => cutText(`       ${line}`, COLUMNS)),
    ])
  return [
    paint.strong('Kept by'),
    ...(kept.length === 0 ? ['Nothing that is new was found to be kept.'] : kept),
    '',
    paint.strong('What grew'),
    ...tableLines([[...groupHead], ...groups.slice(0, MOST_ROWS).map(groupRow)], { words: [0] }),
  ]
}

/** Columns that stand to the left, and are cut where there is no room: words at their end, places at their beginning. */
interface TextColumns {
  readonly words: readonly number[]
  readonly places?: readonly number[]
}

/** A table of as many columns as fit. */
export function tableLines(
  rows: readonly (readonly string[])[],
  { words, places = [] }: TextColumns,
): string[] {
  const columns = rows[0]?.length ?? 0
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => textWidth(row[column] ?? ''))),
  )
  let over = widths.reduce((sum, width) => sum + width, GAP * (columns - 1)) - COLUMNS
  for (const column of [...places, ...words]) {
    const width = widths[column] ?? 0
    const less = Math.min(Math.max(over, 0), Math.max(width - LEAST_WORDS, 0))
    widths[column] = width - less
    over -= less
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        const text = places.includes(column) ? endOf(cell, width) : cutText(cell, width)
        const padding = ' '.repeat(width - textWidth(text))
        return words.includes(column) || places.includes(column) ? text + padding : padding + text
      })
      .join(' '.repeat(GAP))
      .trimEnd(),
  )
}

/** Of a path, its end says more than its beginning. */
function endOf(place: string, columns: number): string {
  if (textWidth(place) <= columns) return place
  let rest = place
  for (let over = textWidth(place) - columns + 1; textWidth(rest) > columns - 1; over++) {
    rest = splitText(place, over)[1]
  }
  return `…${rest}`
}

/** Columns that a name has at the least. */
const LEAST_WORDS = 12
