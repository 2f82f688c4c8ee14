import { ConfigEditError } from '../config-dialect.ts'
import { luaBlockEnd } from './nginx-directives-lua.ts'

/** A word of a directive: its name or an argument. */
export interface NginxWord {
  /** Where it begins, its quotation mark included; UTF-16 units, as all offsets. */
  readonly from: number
  readonly to: number
  /** Without quotation marks and escapes. */
  readonly value: string
  /** Whether it stands in quotation marks. */
  readonly quoted: boolean
}

export interface NginxDirective {
  /** The name and the arguments. */
  readonly words: readonly [NginxWord, ...NginxWord[]]
  readonly from: number
  /** Behind its semicolon or brace. */
  readonly to: number
  readonly block: NginxBlock | null
  /** `null` at the top of the file. */
  readonly parent: NginxDirective | null
}

export interface NginxBlock {
  /** Of the opening brace. */
  readonly from: number
  /** Empty where the block holds Lua. */
  readonly directives: readonly NginxDirective[]
}

interface Opened {
  readonly directive: { -readonly [key in keyof NginxDirective]: NginxDirective[key] }
  readonly inner: NginxDirective[]
}

/**
 * The directives of an nginx configuration, or of a part of one, as nginx's own parser cuts them: `#` begins a comment
 * only where a word could begin, a `}` inside a word is part of it, and `${` opens no block.
 *
 * @throws ConfigEditError at the first place that nginx would not read
 */
export function readNginx(text: string): NginxDirective[] {
  const top: NginxDirective[] = []
  const opened: Opened[] = []
  let words: NginxWord[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  const finish = (to: number): Opened['directive'] => {
    const [name, ...rest] = words
    if (name === undefined)
      throw new ConfigEditError(`a directive is expected before ${text[to - 1]}`, to - 1)
    const outer = opened.at(-1)
    const parent = outer?.directive ?? null
    const directive = { words: [name, ...rest], from: name.from, to, block: null, parent } as const
    const siblings = outer?.inner ?? top
    siblings.push(directive)
    words = []
    return directive
  }
  while ((at = skipBlank(text, at)) < text.length) {
    const char = text[at]
    if (char === ';') finish(++at)
    else if (char === '{') {
      const directive = finish(at + 1)
      if (directive.words[0].value.endsWith('_by_lua_block')) {
        directive.block = { from: at, directives: [] }
        directive.to = at = luaBlockEnd(text, at)
      } else {
        const inner: NginxDirective[] = []
        directive.block = { from: at++, directives: inner }
        opened.push({ directive, inner })
      }
    } else if (char === '}') {
      if (words.length > 0) throw new ConfigEditError('; is expected before this }', at)
      const closed = opened.pop()
      if (closed === undefined) throw new ConfigEditError('this } closes no block', at)
      closed.directive.to = ++at
    } else {
      const word = readWord(text, at)
      words.push(word)
      at = word.to
    }
  }
  const [unfinished] = words
  if (unfinished !== undefined) {
    throw new ConfigEditError(`${unfinished.value} is not ended: ; is expected`, unfinished.from)
  }
  const open = opened.at(-1)?.directive
  if (open !== undefined) throw new ConfigEditError('the block of this directive is not closed', open.from)
  return top
}

/** The first unit that is neither white space nor in a comment. */
function skipBlank(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    if (text[at] === '#') {
      const lineEnd = text.indexOf('\n', at)
      at = lineEnd < 0 ? text.length : lineEnd
    } else if (!isSpace(text[at])) break
    else at++
  }
  return at
}

function readWord(text: string, from: number): NginxWord {
  const quote = text[from]
  if (quote === '"' || quote === "'") return readQuoted(text, from, quote)
  let at = from
  while (at < text.length && !isSpace(text[at]) && text[at] !== ';' && text[at] !== '{') {
    const isPair = text[at] === '\\' || (text[at] === '$' && text[at + 1] === '{')
    at += isPair ? 2 : 1
  }
  const to = Math.min(at, text.length)
  return { from, to, value: unescaped(text.slice(from, to)), quoted: false }
}

function readQuoted(text: string, from: number, quote: string): NginxWord {
  let at = from + 1
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1
  if (at >= text.length) throw new ConfigEditError(`this ${quote} is not closed`, from)
  const to = at + 1
  const next = text[to]
  if (next !== undefined && !isSpace(next) && !';{)'.includes(next)) {
    throw new ConfigEditError(`white space or ; is expected after ${quote}`, to)
  }
  return { from, to, value: unescaped(text.slice(from + 1, at)), quoted: true }
}

const escapes: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' }

/** Other escapes, such as those of regular expressions, stay as they are. */
function unescaped(raw: string): string {
  return raw.replace(/\\(["'\\trn])/g, (_, char: string) => escapes[char] ?? char)
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r'
}
