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
 * `nil` at the end of a line, and that `for range` may stand without a variable. Inside strings and comments the change
 * does no harm, since only the shape of the tree comes from it.
 */
function disguised(text: string): string {
  return text
    .replace(/^\uFEFF/, ' ')
    .replace(/\b(?:true|false|nil)\b/g, (word) => 'x'.repeat(word.length))
    .replace(/\bfor([ \t]+)range\b/g, (phrase) => 'for'.padEnd(phrase.length))
}
