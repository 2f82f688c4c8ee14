import type { Splice } from '../config-dialect.ts'

/**
 * What keeps comments behind values in their column, as gofmt aligns them, when the values change their length: white
 * space that grows or shrinks. A comment that stands next to its value, and in no column with another, just moves.
 */
export function commentColumns(text: string, replacements: readonly Splice[]): Splice[] {
  return replacements.flatMap(({ from, to, text: value }) => {
    const lineStart = text.lastIndexOf('\n', from - 1) + 1
    const rest = /^,?( *)(?=\/\/|\/\*)/.exec(lineAt(text, to))
    const blanks = rest?.[1]
    if (rest === null || blanks === undefined || text.slice(from, to).includes('\n')) return []
    const commentAt = to + rest[0].length
    const isAligned = blanks.length > 1 || isColumn(text, lineStart, commentAt - lineStart)
    const width = Math.max(1, blanks.length - (value.length - (to - from)))
    if (!isAligned || width === blanks.length) return []
    return [{ from: commentAt - blanks.length, to: commentAt, text: ' '.repeat(width) }]
  })
}

/** Whether the line before or after has a comment at that column as well. */
function isColumn(text: string, lineStart: number, column: number): boolean {
  const before = text.lastIndexOf('\n', lineStart - 2) + 1
  const after = text.indexOf('\n', lineStart) + 1
  const starts = [...(lineStart > 0 ? [before] : []), ...(after > 0 ? [after] : [])]
  return starts.some((start) => / (?:\/\/|\/\*)/y.test(lineAt(text, start).slice(column - 1, column + 2)))
}

/** From an offset to the end of its line. */
function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset)
  return text.slice(offset, end < 0 ? text.length : end)
}
