import type { Paint } from '../../reports/terminal/paint.ts'
import { cutText, textWidth, withoutControls } from '../../reports/terminal/text-width.ts'

/** A piece of a row, and what it means. */
export interface RowPart {
  readonly text: string
  readonly tone?: keyof Paint
}

/** Between two parts of a row. */
const GAP = '  '

/** Parts side by side, in as many rows as it takes; those after the first are indented. A part that is too wide is cut. */
export function partRows(
  parts: readonly RowPart[],
  { columns, indent, paint }: { readonly columns: number; readonly indent: number; readonly paint: Paint },
): string[] {
  const rows: string[] = []
  let row = ''
  let width = 0
  for (const { text, tone } of parts) {
    const clean = withoutControls(text)
    const gap = row === '' ? '' : GAP
    if (row !== '' && width + GAP.length + textWidth(clean) > columns) {
      rows.push(row)
      row = ' '.repeat(indent)
      width = indent
    } else {
      row += gap
      width += gap.length
    }
    const shown = cutText(clean, columns - width)
    row += tone === undefined ? shown : paint[tone](shown)
    width += textWidth(shown)
  }
  return row === '' ? rows : [...rows, row]
}
