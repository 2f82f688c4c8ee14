import { ConfigEditError } from '../config-dialect.ts'

const word = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\p{Cf}]*/uy
const number =
  /0[xX][\da-fA-F_]+[uUlL]*|0[bB][01_]+[uUlL]*|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?[fFdDmMuUlL]*/y
const stringStart = /[$@]*"+|'/y
const comment = /\/\/[^\r\n]*|\/\*[^]*?\*\//y

/** Nesting of strings in the holes of strings; people write one or two. */
const DEEPEST = 20

/**
 * C# as the grammar reads it right, of the same length: verbatim, raw and interpolated strings and characters become plain
 * strings, numbers plain digits, lines of the preprocessor comments, and `@` before a name goes (C# language
 * specification, "Lexical structure").
 *
 * @throws ConfigEditError where a string or a comment has no end
 */
export function plainCSharp(text: string): string {
  return new Plain(text).result()
}

class Plain {
  readonly #text: string
  readonly #parts: string[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  result(): string {
    if (this.#text.startsWith('\uFEFF')) this.#replace(1, ' ')
    while (this.#at < this.#text.length) this.#step()
    return this.#parts.join('')
  }

  #step(): void {
    const unit = this.#text[this.#at]
    const end = endOfToken(this.#text, this.#at)
    const length = end - this.#at
    if (unit === '#' && isFirstOfLine(this.#text, this.#at)) {
      const line = /[^\r\n]*/y
      line.lastIndex = this.#at
      const directive = line.exec(this.#text)?.[0].length ?? 1
      this.#replace(directive, directive === 1 ? ' ' : '//'.padEnd(directive))
    } else if (unit === '@' && length === 1) {
      this.#replace(1, ' ')
    } else if (unit === '"' || unit === "'" || (length > 1 && /[$@]/.test(unit ?? ''))) {
      this.#replace(length, `"${'x'.repeat(length - 2)}"`)
    } else if (/\d/.test(unit ?? '')) {
      this.#replace(length, '1'.repeat(length))
    } else {
      this.#replace(length, this.#text.slice(this.#at, end))
    }
  }

  #replace(length: number, by: string): void {
    this.#parts.push(by)
    this.#at += length
  }
}

function isFirstOfLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === ''
}

/** The end of the token at an offset: a name, a number, a string, a comment, or one unit. */
function endOfToken(text: string, from: number, depth = 0): number {
  if (text.startsWith('/*', from) && !text.includes('*/', from + 2)) throw unended('comment', from)
  const start = matchAt(stringStart, text, from)
  if (start !== null) return endOfString(text, from, start, depth)
  for (const token of [comment, word, number]) {
    const found = matchAt(token, text, from)
    if (found !== null) return from + found.length
  }
  return from + 1
}

function matchAt(token: RegExp, text: string, from: number): string | null {
  token.lastIndex = from
  return token.exec(text)?.[0] ?? null
}

function endOfString(text: string, from: number, start: string, depth: number): number {
  if (depth > DEEPEST) throw new ConfigEditError('strings are nested too deep here', from)
  const quotes = start.replace(/[$@]/g, '')
  if (quotes.length > 2 && !start.includes('@')) return endOfRaw(text, from + start.length, quotes, from)
  const open = from + start.length - quotes.length + 1
  const kind = {
    quote: quotes[0] as string,
    isVerbatim: start.includes('@'),
    hasHoles: start.includes('$'),
  }
  return endOfQuoted(text, open, kind, from, depth)
}

/** Behind as many quotes as it began with, and those that belong to it. */
function endOfRaw(text: string, open: number, quotes: string, from: number): number {
  const close = text.indexOf(quotes, open)
  if (close < 0) throw unended('string', from)
  let end = close + quotes.length
  while (text[end] === '"') end++
  return end
}

function endOfQuoted(
  text: string,
  open: number,
  kind: { readonly quote: string; readonly isVerbatim: boolean; readonly hasHoles: boolean },
  from: number,
  depth: number,
): number {
  for (let at = open; at < text.length; at++) {
    const unit = text[at]
    const isDoubled = text[at + 1] === unit
    if (unit === kind.quote) {
      if (!kind.isVerbatim || !isDoubled) return at + 1
      at++
    } else if (unit === '\\' && !kind.isVerbatim) {
      at++
    } else if (unit === '{' && kind.hasHoles) {
      at = isDoubled ? at + 1 : endOfHole(text, at, depth + 1) - 1
    } else if (/[\r\n]/.test(unit ?? '') && !kind.isVerbatim) {
      break
    }
  }
  throw unended('string', from)
}

/** Behind the brace that closes the one at an offset. */
function endOfHole(text: string, from: number, depth: number): number {
  let open = 0
  for (let at = from; at < text.length;) {
    if (text[at] === '{') open++
    if (text[at] === '}' && --open === 0) return at + 1
    at = endOfToken(text, at, depth)
  }
  throw unended('string', from)
}

function unended(what: string, from: number): ConfigEditError {
  return new ConfigEditError(`the ${what} that begins here has no end`, from)
}
