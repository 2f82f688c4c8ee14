import { shortFigures } from '../terminal/short-figures.ts'
import { cutText, textWidth, withoutControls } from '../terminal/text-width.ts'

const GAPS = [2, 1] as const

/**
 * Cells in columns, the first to the left and the others to the right, in no more than so many columns of a terminal:
 * figures lose decimals before columns come closer, and then first cells are cut.
 *
 * @param finish puts the colours on a whole cell, after its place was found
 */
export function columnsText(
  rows: ReadonlyArray<readonly string[]>,
  columns: number,
  finish: (padded: string, row: number, column: number) => string = (padded) => padded,
): string[] {
  const clean = rows.map((row) => row.map(withoutControls))
  const short = clean.map((row) => row.map(shortFigures))
  const layouts = [clean, short].flatMap((cells) => GAPS.map((gap) => ({ cells, gap })))
  const fitting = layouts.find(({ cells, gap }) => widthOf(cells, gap) <= columns)
  const { cells, gap } = fitting ?? { cells: cutFirst(short, columns), gap: 1 }
  const widths = columnWidths(cells)
  return cells.map((row, r) =>
    row
      .map((cell, c) => {
        const space = ' '.repeat(Math.max(0, (widths[c] ?? 0) - textWidth(cell)))
        const isLast = c === row.length - 1
        return finish(c === 0 ? `${cell}${isLast ? '' : space}` : `${space}${cell}`, r, c)
      })
      .join(' '.repeat(gap))
      .trimEnd(),
  )
}

function columnWidths(rows: ReadonlyArray<readonly string[]>): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: count }, (_, c) => Math.max(...rows.map((row) => textWidth(row[c] ?? ''))))
}

function widthOf(rows: ReadonlyArray<readonly string[]>, gap: number): number {
  const widths = columnWidths(rows)
  return widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1)
}

const LEAST_FIRST = 8

function cutFirst(rows: ReadonlyArray<readonly string[]>, columns: number): string[][] {
  const excess = widthOf(rows, 1) - columns
  const room = Math.max(LEAST_FIRST, (columnWidths(rows)[0] ?? 0) - excess)
  return rows.map(([first = '', ...others]) => [cutText(first, room), ...others])
}
