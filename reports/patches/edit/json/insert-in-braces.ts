import type { Splice } from '../config-dialect.ts'

interface Span {
  readonly from: number
  readonly to: number
}

/** A collection in braces or brackets. */
export interface Braced extends Span {
  /** What it holds, from the first unit of the key to the last of the value. */
  readonly members: readonly Span[]
  /** What begins a comment up to the end of a line: `//` or `#`. */
  readonly lineComment: '//' | '#'
}

/**
 * Adds members after the last one: on lines of their own where the last one has one, with its indentation, and else
 * behind it. A trailing comma stays one.
 *
 * @param added each as it is written
 */
export function insertInBraces(text: string, braced: Braced, added: readonly string[]): Splice[] {
  const last = braced.members.at(-1)
  if (last === undefined) return fillBraces(text, braced, added)
  const indent = ownLineIndent(text, last.from)
  if (indent === null) {
    const separator = separatorBefore(text, braced)
    return [{ from: last.to, to: last.to, text: added.map((each) => separator + each).join('') }]
  }
  const eol = lineEnd(text)
  const comma = commaAfter(text, last.to, braced.lineComment)
  const behind = comma === null ? last.to : comma + 1
  const at = afterComment(text, behind, braced.lineComment)
  const lines = added.map((each) => `${eol}${indent}${each}`).join(',')
  return comma === null
    ? [
        { from: last.to, to: last.to, text: ',' },
        { from: at, to: at, text: lines },
      ]
    : [{ from: at, to: at, text: `${lines},` }]
}

/** The line end of a file: the first one in it. */
export function lineEnd(text: string): '\r\n' | '\n' {
  const first = text.indexOf('\n')
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n'
}

/** The white space before a place, where nothing else is on its line before it; else `null`. */
export function ownLineIndent(text: string, at: number): string | null {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace('\uFEFF', '')
  return at > 0 && text.lastIndexOf('\n', at - 1) >= 0 && /^[ \t]*$/.test(before) ? before : null
}

function fillBraces(text: string, { from, to }: Braced, added: readonly string[]): Splice[] {
  const inner = text.slice(from + 1, to - 1)
  const filling = ` ${added.join(', ')} `
  return /^[ \t]*$/.test(inner)
    ? [{ from: from + 1, to: to - 1, text: filling }]
    : [{ from: from + 1, to: from + 1, text: filling.trimEnd() }]
}

/** What stands between the last two members, where that is a comma and spaces. */
function separatorBefore(text: string, { members }: Braced): string {
  const [before, last] = members.slice(-2)
  if (before === undefined || last === undefined) return ', '
  const between = text.slice(before.to, last.from)
  return /^,[ \t]*$/.test(between) ? between : ', '
}

function commaAfter(text: string, at: number, lineComment: '//' | '#'): number | null {
  let i = at
  for (;;) {
    const rest = text.slice(i)
    const skipped = (lineComment === '//' ? /^(\s+|\/\/.*|\/\*[^]*?\*\/)/ : /^(\s+|#.*)/).exec(rest)?.[0]
      .length
    if (skipped === undefined) return text[i] === ',' ? i : null
    i += skipped
  }
}

/** The end of the line, where only a comment follows on it; else the place itself. */
function afterComment(text: string, at: number, lineComment: '//' | '#'): number {
  const rest = /^[^\r\n]*/.exec(text.slice(at))?.[0] ?? ''
  const comment = lineComment === '//' ? /^\s*(\/\/.*|\/\*((?!\*\/).)*\*\/\s*)$/ : /^\s*#.*$/
  return comment.test(rest) ? at + rest.length : at
}
