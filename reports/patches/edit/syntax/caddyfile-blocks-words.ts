import { ConfigEditError } from '../config-dialect.ts'

/** A word of a Caddyfile, which the documentation calls a token. */
export interface CaddyfileWord {
  /** Where it begins, its quotation mark included; UTF-16 units, as all offsets. */
  readonly from: number
  readonly to: number
  /** Without quotation marks and their escapes. */
  readonly value: string
  /** Whether it stands in quotation marks or backticks, or is a heredoc. */
  readonly quoted: boolean
  /** Whether a line begins with it; one that a backslash continues is one line. */
  readonly startsLine: boolean
}

/**
 * The words of a Caddyfile as Caddy's lexer cuts them: quotation marks and `#` mean something only where a word begins, a
 * quotation may go on over lines, and `<<MARKER` begins a heredoc.
 *
 * Format: caddyserver.com/docs/caddyfile/concepts.
 *
 * @throws ConfigEditError at a quotation or heredoc that does not end, or where versions of Caddy read differently
 */
export function readCaddyfileWords(text: string): CaddyfileWord[] {
  const words: CaddyfileWord[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let startsLine = true
  while (at < text.length) {
    const continued = continuationEnd(text, at)
    if (text[at] === '#') {
      at = commentEnd(text, at, startsLine)
    } else if (continued !== null) {
      at = continued
    } else if (isSpace(text[at])) {
      startsLine ||= text[at] === '\n'
      at++
    } else {
      const word = { ...readWord(text, at), startsLine }
      words.push(word)
      at = word.to
      startsLine = false
    }
  }
  return words
}

type Word = Omit<CaddyfileWord, 'startsLine'>

function readWord(text: string, from: number): Word {
  if (text[from] === '"' || text[from] === '`') return readQuoted(text, from)
  return readHeredoc(text, from) ?? readPlain(text, from)
}

function readPlain(text: string, from: number): Word {
  let value = ''
  let at = from
  while (at < text.length && !isSpace(text[at])) {
    if (text[at] === '\\' && continuationEnd(text, at) !== null) break
    if (text[at] === '\\' && isSpace(text[at + 1] ?? ' ')) at++
    else value += text[at++]
  }
  return { from, to: at, value, quoted: false }
}

function readQuoted(text: string, from: number): Word {
  const mark = text[from] as string
  let value = ''
  let at = from + 1
  while (at < text.length && text[at] !== mark) {
    const isEscaped = mark === '"' && text[at] === '\\' && at + 1 < text.length
    if (isEscaped) {
      value += text[at + 1] === '"' ? '"' : text.slice(at, at + 2)
      at += 2
    } else value += text[at++]
  }
  if (at >= text.length) throw new ConfigEditError(`this ${mark} is not closed`, from)
  return { from, to: at + 1, value, quoted: true }
}

/** `null` where none begins. */
function readHeredoc(text: string, from: number): Word | null {
  if (!text.startsWith('<<', from)) return null
  const feed = text.indexOf('\n', from)
  const marker = text.slice(from + 2, feed < 0 ? text.length : feed).replaceAll('\r', '')
  if (/\s/.test(marker)) return null
  if (feed < 0 || !/^[\w-]+$/.test(marker)) {
    throw new ConfigEditError('this heredoc needs a marker of letters, digits, - or _, and a new line', from)
  }
  const end = text.indexOf(marker, feed + 1)
  if (end < 0) throw new ConfigEditError(`this heredoc does not end with ${marker}`, from)
  const lastFeed = text.lastIndexOf('\n', end)
  if (text.slice(lastFeed + 1, end).trim() !== '') {
    throw new ConfigEditError(`${marker} ends the heredoc here: name it by a word that is not in it`, end)
  }
  return { from, to: end + marker.length, value: text.slice(feed + 1, lastFeed + 1), quoted: true }
}

/** Versions of Caddy differ in whether a backslash in a comment continues the line that the comment ends. */
function commentEnd(text: string, from: number, isOnOwnLine: boolean): number {
  const feed = text.indexOf('\n', from)
  const end = feed < 0 ? text.length : feed
  const backslash = text.slice(from, end).indexOf('\\')
  if (!isOnOwnLine && backslash >= 0) {
    throw new ConfigEditError(
      'a backslash in this comment may join two lines: put the comment on a line of its own',
      from + backslash,
    )
  }
  return end
}

/** Where the next line begins, if a backslash before the line's end continues this one; else `null`. */
function continuationEnd(text: string, at: number): number | null {
  if (text[at] !== '\\') return null
  let end = at + 1
  while (end < text.length && text[end] !== '\n' && isSpace(text[end])) end++
  return text[end] === '\n' ? end + 1 : null
}

function isSpace(char: string | undefined): boolean {
  return char !== undefined && /[\s\u0085]/.test(char)
}
