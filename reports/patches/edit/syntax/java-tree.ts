import { parser } from '@lezer/java'
import { ConfigEditError } from '../config-dialect.ts'
import { readTree, soundTree, type TreeNode } from './lezer-tree.ts'

export interface JavaTree {
  readonly root: TreeNode
  /** Parts of the file that are not in the tree, since the grammar does not know their syntax. */
  readonly hidden: readonly string[]
}

/**
 * The syntax tree of Java source. The grammar does not know `switch` as an expression, nor patterns in it: where it finds
 * errors, all `switch` are left out, and the file is read once more.
 *
 * @throws ConfigEditError at the first syntax error
 */
export function parseJava(text: string): JavaTree {
  const plain = disguised(text)
  try {
    return { root: parsePlain(plain, text), hidden: [] }
  } catch (error) {
    const switches = error instanceof ConfigEditError ? outermostSwitches(plain) : []
    if (switches.length === 0) throw error
    const hidden = switches.map(({ from, to }) => text.slice(from, to))
    return { root: parsePlain(withoutSwitches(plain, switches), text), hidden }
  }
}

function parsePlain(plain: string, text: string): TreeNode {
  return soundTree(readTree(parser.parse(plain), text))
}

/** Without escaped quotes, of the same length: the grammar misses those in text blocks. */
function disguised(text: string): string {
  return text.replace(/^\uFEFF/, ' ').replace(/\\["'\\]/g, String.raw`\n`)
}

interface Switch {
  readonly from: number
  readonly to: number
  readonly isStatement: boolean
}

const tokens =
  /"""(?:\\[^]|(?!""")[^])*"""|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'|\/\/[^\r\n]*|\/\*[^]*?\*\/|->|[\p{L}\p{N}_$]+|\S/gu

/** All `switch` that are not within others, with their brackets. */
function outermostSwitches(text: string): Switch[] {
  const found = [...text.matchAll(tokens)].filter(([token]) => !/^\/[/*]/.test(token))
  const switches: Switch[] = []
  for (const [i, match] of found.entries()) {
    const isWithin = match.index < (switches.at(-1)?.to ?? 0)
    if (match[0] !== 'switch' || isWithin) continue
    const to = endOfBraces(found, i)
    const isStatement = /^(?:[;{}):]|else|do)?$/.test(found[i - 1]?.[0] ?? '')
    if (to !== null) switches.push({ from: match.index, to, isStatement })
  }
  return switches
}

/** The end of the first braces behind a token. */
function endOfBraces(found: readonly RegExpExecArray[], at: number): number | null {
  let depth = 0
  for (const match of found.slice(at)) {
    if (match[0] === '{') depth++
    if (match[0] === '}' && --depth === 0) return match.index + 1
  }
  return null
}

/** Of the same length: statements become empty blocks, expressions a name. */
function withoutSwitches(text: string, switches: readonly Switch[]): string {
  let plain = text
  for (const { from, to, isStatement } of switches) {
    const blank = plain.slice(from + 1, to - 1).replace(/[^\r\n]/g, ' ')
    const [open, close] = isStatement ? ['{', '}'] : ['x', ' ']
    plain = plain.slice(0, from) + open + blank + close + plain.slice(to)
  }
  return plain
}
