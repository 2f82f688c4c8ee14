import type { Splice } from '../config-dialect.ts'
import { lineEnd } from '../json/insert-in-braces.ts'
import type { CaddyfileLine } from '../syntax/caddyfile-blocks.ts'

/** A line to be added, with what its block is to hold. */
export interface NewLine {
  readonly text: string
  readonly block: readonly NewLine[]
}

/** Adds lines at the end of a line's block, in the file's indentation; the block is opened where it is not there. */
export function insertLines(
  text: string,
  top: readonly CaddyfileLine[],
  line: CaddyfileLine,
  added: readonly NewLine[],
): Splice[] {
  const unit = indentUnit(top) ?? '\t'
  const eol = lineEnd(text)
  const last = line.block?.at(-1)
  const indent = last?.indent ?? line.indent + unit
  const lines = written(added, indent, unit).map((each) => eol + each)
  if (line.block !== null) {
    const at = restOfLine(text, (last ?? { end: line.to }).end)
    return [{ from: at, to: at, text: lines.join('') }]
  }
  const at = restOfLine(text, line.to)
  return [
    { from: line.to, to: line.to, text: ' {' },
    { from: at, to: at, text: `${lines.join('')}${eol}${line.indent}}` },
  ]
}

function written(lines: readonly NewLine[], indent: string, unit: string): string[] {
  return lines.flatMap(({ text, block }) =>
    block.length === 0
      ? [indent + text]
      : [`${indent}${text} {`, ...written(block, indent + unit, unit), `${indent}}`],
  )
}

/** By how much the first block that has lines is indented. */
function indentUnit(lines: readonly CaddyfileLine[]): string | null {
  for (const { block, indent } of lines) {
    const first = block?.[0]
    if (first !== undefined && first.indent !== indent && first.indent.startsWith(indent)) {
      return first.indent.slice(indent.length)
    }
    const inner = block === null ? null : indentUnit(block)
    if (inner !== null) return inner
  }
  return null
}

/** Behind the comment that may follow on the line. */
function restOfLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at)
  const end = feed < 0 ? text.length : feed
  return text[end - 1] === '\r' && end > at ? end - 1 : end
}
