import { parser } from '@lezer/go'
import { readTree, soundTree, type TreeNode } from './lezer-tree.ts'

/**
 * The syntax tree of Go source.
 *
 * @throws ConfigEditError at the first syntax error
 */
export function parseGo(text: string): TreeNode {
  return soundTree(readTree(parser.parse(disguised(text)), text))
}

/**
 * The text as the grammar reads it right, of the same length: it misses that a statement may end with `true`, `false` or
 * `nil`, or before a block comment, at the end of a line, that `for range` may stand without a variable, and that a name
 * may begin with an underscore and a digit. Inside strings and comments the change does no harm, since only the shape of
 * the tree comes from it.
 */
function disguised(text: string): string {
  return text
    .replace(/^\uFEFF/, ' ')
    .replace(literalOrComment, (token, at: number) =>
      isLastOnLine(token, text, at) ? `//${token.slice(2, -2)}  ` : token,
    )
    .replace(/\b(?:true|false|nil)\b/g, (word) => 'x'.repeat(word.length))
    .replace(/\bfor([ \t]+)range\b/g, (phrase) => 'for'.padEnd(phrase.length))
    .replace(/\b_(?=\d)/g, 'x')
}

/** Strings, runes and comments, as the Go specification has them ("Lexical elements"). */
const literalOrComment = /"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+'|\/\/[^\n]*|\/\*[^]*?\*\//g

/** Whether a token is a block comment on one line with nothing behind it. */
function isLastOnLine(token: string, text: string, at: number): boolean {
  if (!token.startsWith('/*') || token.includes('\n')) return false
  blanksToLineEnd.lastIndex = at + token.length
  return blanksToLineEnd.test(text)
}

const blanksToLineEnd = /[ \t]*(?:\r?\n|$)/y
