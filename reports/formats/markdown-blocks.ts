import { markdownText } from './markdown-text.ts'

/** A part of a document: text that is Markdown already, or a table of which the last rows may be left out. */
export type MarkdownBlock = string | MarkdownTable

/** Cells are plain text. */
export interface MarkdownTable {
  readonly head: readonly string[]
  readonly rows: ReadonlyArray<readonly string[]>
}

const LIMITS = [1000, 300, 100, 30, 10, 3, 0]

/**
 * A document of at most so many bytes of UTF-8: where it would be longer, tables lose their last rows, all as many at
 * most, and say so; where that is not enough, the last blocks are left out, and that is said too.
 *
 * @param mostBytes no limit unless told; a document of less than 200 bytes may be longer than that
 */
export function markdownDocument(blocks: readonly MarkdownBlock[], mostBytes = Infinity): string {
  const whole = joined(blocks, Infinity)
  if (utf8Length(whole) <= mostBytes) return whole
  const shorter = LIMITS.map((limit) => joined(blocks, limit)).find((text) => utf8Length(text) <= mostBytes)
  return shorter ?? withoutLast(blocks, mostBytes)
}

function joined(blocks: readonly MarkdownBlock[], mostRows: number): string {
  return `${blocks.map((block) => blockText(block, mostRows)).join('\n\n')}\n`
}

function blockText(block: MarkdownBlock, mostRows: number): string {
  if (typeof block === 'string') return block
  const { head, rows } = block
  const left = rows.length - Math.min(rows.length, mostRows)
  const lines = [
    row(head),
    `| ${head.map((_, i) => (i === 0 ? ':--' : '--:')).join(' | ')} |`,
    ...rows.slice(0, mostRows).map(row),
  ]
  return left === 0 ? lines.join('\n') : `${lines.join('\n')}\n\n*${left} more rows are left out.*`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(markdownText).join(' | ')} |`
}

function withoutLast(blocks: readonly MarkdownBlock[], mostBytes: number): string {
  const note = (left: number) =>
    `*The last ${left} parts of this report are left out: they are too long for here.*`
  const kept: MarkdownBlock[] = []
  for (const block of blocks) {
    const text = joined([...kept, block, note(blocks.length)], 0)
    if (utf8Length(text) > mostBytes) break
    kept.push(block)
  }
  return joined([...kept, note(blocks.length - kept.length)], 0)
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
