import { splitText, textWidth, withoutControls } from './text-width.ts'

/**
 * Breaks a paragraph at spaces so that no line takes more than `columns` of a terminal, and breaks what has no space to
 * be broken at. A figure stays with its unit, and what no-break spaces join, which become spaces. Text that fits keeps its
 * spaces. Control characters are spaces.
 *
 * @param columns wider than `indent`
 * @param indent of every line but the first; counts as part of it
 */
export function fitText(text: string, columns: number, indent = ''): string[] {
  const clean = withoutControls(text)
  return wrapped(clean, columns, indent).map((line) => line.replaceAll(NO_BREAK, ' '))
}

function wrapped(text: string, columns: number, indent: string): string[] {
  if (textWidth(text) <= columns) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.replace(BEFORE_UNIT, NO_BREAK).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (textWidth(longer) <= columns) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = broken(line === '' ? word : indent + word, columns, indent)
    line = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return [...lines, line]
}

/** The space between a figure and its unit. */
const BEFORE_UNIT = /(?<=\d) (?=(?:%|pp|ms|s|min|h|MiB|kB|MB)[).,:;]*(?: |$))/g
const NO_BREAK = '\u00a0'

function broken(line: string, columns: number, indent: string): string[] {
  const pieces: string[] = []
  let rest = line
  for (;;) {
    const [head, tail] = splitText(rest, columns)
    // Nothing fits where a character is wider than all there is.
    if (tail === '' || textWidth(head) <= indent.length) return [...pieces, rest]
    pieces.push(head)
    rest = indent + tail
  }
}
