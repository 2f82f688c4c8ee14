import { parser } from '@lezer/python'
import { readTree, soundTree, type TreeNode } from './lezer-tree.ts'

/**
 * The syntax tree of Python source.
 *
 * @throws ConfigEditError at the first syntax error
 */
export function parsePython(text: string): TreeNode {
  return soundTree(readTree(parser.parse(disguised(text)), text))
}

const tokens =
  /("""|''')(?:\\[^]|(?!\1)[^])*\1|"(?:\\[^]|[^"\\\r\n])*"|'(?:\\[^]|[^'\\\r\n])*'|#[^\r\n]*|\r?\n|[\p{L}\p{N}_]+|\S/gu

interface Token {
  readonly text: string
  readonly from: number
}

/**
 * The text as the grammar reads it right, of the same length: it misses that `yield` may stand alone as a value, which
 * becomes a name, and that the items of a `with` may stand between brackets, on lines of their own. There, brackets, line
 * ends, comments and the last comma become blanks.
 */
function disguised(text: string): string {
  const found = [...text.matchAll(tokens)].map((match) => ({ text: match[0], from: match.index }))
  let plain = text.replace(/^\uFEFF/, ' ')
  const replace = (token: Token, by: string) => {
    const { length } = token.text
    plain = plain.slice(0, token.from) + by.repeat(length) + plain.slice(token.from + length)
  }
  for (const [i, token] of found.entries()) {
    const isBare = token.text === 'yield' && /^(?:$|[)\]}#]|\r?\n)/.test(found[i + 1]?.text ?? '')
    if (isBare) replace(token, 'x')
    if (token.text === 'with') for (const blank of bracketedItems(found, i + 1)) replace(blank, ' ')
  }
  return plain
}

/** What to blank from an opening bracket on, if there are items with `as` in it and a colon behind it. */
function bracketedItems(found: readonly Token[], open: number): Token[] {
  if (found[open]?.text !== '(') return []
  const blanks: Token[] = []
  let depth = 0
  let hasAs = false
  let lastComma: Token | null = null
  for (const token of found.slice(open)) {
    if (/^[([{]$/.test(token.text)) depth++
    const isOwn = depth === 1
    if (/^[)\]}]$/.test(token.text)) depth--
    if (depth === 0) {
      const after = found[found.indexOf(token) + 1]?.text
      const isWith = hasAs && after === ':'
      return isWith ? [found[open], ...blanks, ...(lastComma === null ? [] : [lastComma]), token] : []
    }
    if (!isOwn) continue
    const isBlank = /^(?:#|\r?\n)/.test(token.text)
    if (isBlank) blanks.push(token)
    else lastComma = token.text === ',' ? token : null
    hasAs ||= token.text === 'as'
  }
  return []
}
