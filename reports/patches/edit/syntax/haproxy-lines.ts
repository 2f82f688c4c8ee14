import { ConfigEditError } from '../config-dialect.ts'

/** A word of a line. */
export interface HaproxyWord {
  /** Where it begins, its quotation mark included; UTF-16 units, as all offsets. */
  readonly from: number
  readonly to: number
  /** Without quotation marks and escapes. */
  readonly value: string
  /** Whether the environment fills in a part of it. */
  readonly isComputed: boolean
}

/** A line with at least one word. */
export interface HaproxyLine {
  readonly words: readonly [HaproxyWord, ...HaproxyWord[]]
  /** Of its first word. */
  readonly from: number
  /** Behind its last word: before white space, a comment, and the line's end. */
  readonly to: number
  /** Behind its comment: before the line's end. */
  readonly end: number
  /** Whether it stands between `.if` and `.endif`. */
  readonly isConditional: boolean
}

/**
 * The lines of an HAProxy configuration as its own parser cuts them: words end at white space, `#` begins a comment
 * wherever it is not protected, and no quotation goes on in the next line.
 *
 * Format: sections 2.1 to 2.4 of HAProxy's configuration manual.
 *
 * @throws ConfigEditError at a quotation mark that is not closed, or an `.endif` or `.if` without the other
 */
export function readHaproxyLines(text: string): HaproxyLine[] {
  const lines: HaproxyLine[] = []
  const conditions: number[] = []
  let from = 0
  while (from < text.length) {
    const feed = text.indexOf('\n', from)
    const next = feed < 0 ? text.length : feed + 1
    const end = feed < 0 ? text.length : text[feed - 1] === '\r' ? feed - 1 : feed
    const [first, ...rest] = readWords(text, from, end)
    from = next
    if (first === undefined) continue
    if (first.value === '.if') conditions.push(first.from)
    else if (first.value === '.endif' && conditions.pop() === undefined) {
      throw new ConfigEditError('.endif closes no .if', first.from)
    }
    const words = [first, ...rest] as const
    const to = words.at(-1)?.to ?? first.to
    lines.push({ words, from: first.from, to, end, isConditional: conditions.length > 0 })
  }
  const open = conditions.at(-1)
  if (open !== undefined) throw new ConfigEditError('this .if has no .endif', open)
  return lines
}

function readWords(text: string, from: number, end: number): HaproxyWord[] {
  const words: HaproxyWord[] = []
  let at = from
  while (at < end && text[at] !== '#') {
    if (isSpace(text[at])) {
      at++
    } else {
      const word = readWord(text, at, end)
      words.push(word)
      at = word.to
    }
  }
  return words
}

function readWord(text: string, from: number, end: number): HaproxyWord {
  let value = ''
  let isComputed = false
  let at = from
  while (at < end && !isSpace(text[at]) && text[at] !== '#') {
    const char = text[at] as string
    if (char === "'") {
      const closing = text.indexOf("'", at + 1)
      if (closing < 0 || closing >= end) throw unclosed(char, at)
      value += text.slice(at + 1, closing)
      at = closing + 1
    } else if (char === '"') {
      const quoted = readWeaklyQuoted(text, at, end)
      value += quoted.value
      isComputed ||= quoted.isComputed
      at = quoted.to
    } else {
      const plain = readChar(text, at, end)
      value += plain.value
      at = plain.to
    }
  }
  return { from, to: at, value, isComputed }
}

function readWeaklyQuoted(text: string, from: number, end: number): Omit<HaproxyWord, 'from'> {
  let value = ''
  let isComputed = false
  let at = from + 1
  while (at < end && text[at] !== '"') {
    isComputed ||= text[at] === '$'
    const plain = readChar(text, at, end)
    value += plain.value
    at = plain.to
  }
  if (at >= end) throw unclosed('"', from)
  return { to: at + 1, value, isComputed }
}

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** A character or an escape; a backslash before any other character is one. */
function readChar(text: string, at: number, end: number): { readonly to: number; readonly value: string } {
  const char = text[at] as string
  const next = at + 1 < end ? text[at + 1] : undefined
  if (char !== '\\' || next === undefined) return { to: at + 1, value: char }
  if (' \\#\'"$'.includes(next)) return { to: at + 2, value: next }
  const control = controls[next]
  if (control !== undefined) return { to: at + 2, value: control }
  const code = /^x([\da-f]{2})/i.exec(text.slice(at + 1, Math.min(at + 4, end)))?.[1]
  return code === undefined
    ? { to: at + 1, value: char }
    : { to: at + 4, value: String.fromCharCode(Number.parseInt(code, 16)) }
}

function unclosed(quote: string, at: number): ConfigEditError {
  return new ConfigEditError(`this ${quote} is not closed on its line`, at)
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\r' || char === '\v' || char === '\f'
}
