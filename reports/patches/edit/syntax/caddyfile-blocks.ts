import { ConfigEditError } from '../config-dialect.ts'
import { type CaddyfileWord, readCaddyfileWords } from './caddyfile-blocks-words.ts'

/** A line: the addresses of a site, a directive, or a part of one, with the block that it opens. */
export interface CaddyfileLine {
  /** None where the block of global options begins. */
  readonly words: readonly CaddyfileWord[]
  readonly from: number
  /** Behind its last word, or behind the brace that opens its block. */
  readonly to: number
  /** The white space before it. */
  readonly indent: string
  readonly block: readonly CaddyfileLine[] | null
  /** Behind its last word, or behind the brace that closes its block. */
  readonly end: number
}

type Building = { -readonly [key in keyof CaddyfileLine]: CaddyfileLine[key] } & {
  readonly words: CaddyfileWord[]
  block: Building[] | null
}

/**
 * The lines at the top of a Caddyfile, or of a part of one, with their blocks.
 *
 * @throws ConfigEditError at a brace that is not where Caddy wants it, or has no other
 */
export function readCaddyfile(text: string): CaddyfileLine[] {
  const top: Building[] = []
  const opened: Building[] = []
  const words = readCaddyfileWords(text)
  let line: Building | null = null
  for (const [i, word] of words.entries()) {
    const brace = braceIn(word)
    const isLast = words[i + 1]?.startsLine ?? true
    if (brace !== null && !isLast) {
      throw new ConfigEditError(`a new line is expected after ${brace}`, word.to)
    }
    if (brace === '}') {
      const closed = opened.pop()
      if (!word.startsLine) throw new ConfigEditError('} belongs on a line of its own', word.from)
      if (closed === undefined) throw new ConfigEditError('this } closes no block', word.from)
      closed.end = word.to
      continue
    }
    if (word.startsLine || line === null) {
      if (brace !== null && i > 0) {
        throw new ConfigEditError('{ belongs at the end of the line before', word.from)
      }
      line = { ...startOf(text, word), words: [], block: null }
      const siblings = opened.at(-1)?.block ?? top
      siblings.push(line)
    }
    line.to = line.end = word.to
    if (brace === null) line.words.push(word)
    else {
      line.block = []
      opened.push(line)
    }
  }
  const open = opened.at(-1)
  if (open !== undefined) throw new ConfigEditError('the block of this line is not closed', open.from)
  return top
}

function startOf(
  text: string,
  { from, to }: CaddyfileWord,
): Pick<Building, 'from' | 'to' | 'end' | 'indent'> {
  const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from)
  return { from, to, end: to, indent: from === 0 ? '' : before.replace('\uFEFF', '') }
}

function braceIn({ value, quoted, from }: CaddyfileWord): '{' | '}' | null {
  if (value === '{}' && !quoted) throw new ConfigEditError('{} is no block: leave it out', from)
  if (value !== '{' && value !== '}') return null
  if (!quoted) return value
  throw new ConfigEditError('a brace alone in quotation marks may be taken for one of a block', from)
}
