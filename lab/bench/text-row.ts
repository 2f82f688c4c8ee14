import { wrapText } from '../../reports/patches/wrap-text.ts'

/** Width of a terminal, and of the labels at its left. */
export const COLUMNS = 80
export const LABEL = 13

/** A label and what is said of it, wrapped beside it; nothing where there is nothing to say. */
export function textRow(label: string, text: string): string[] {
  if (text === '') return []
  const [first = '', ...more] = wrapText(text, COLUMNS - LABEL)
  return [`${label.padEnd(LABEL)}${first}`, ...more.map((line) => ' '.repeat(LABEL) + line)]
}
