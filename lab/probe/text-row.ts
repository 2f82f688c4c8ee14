import { wrapText } from '../../reports/patches/wrap-text.ts'

export const COLUMNS = 80
export const LABEL = 13

/** A label and what is said of it, wrapped beside it. */
export function textRow(label: string, text: string): string[] {
  const [first = '', ...more] = wrapText(text, COLUMNS - LABEL)
  return [`${label.padEnd(LABEL)}${first}`, ...more.map((line) => ' '.repeat(LABEL) + line)]
}
