import { parser } from '@lezer/rust'
import { readTree, soundTree, type TreeNode } from './lezer-tree.ts'

/**
 * The syntax tree of Rust source.
 *
 * @throws ConfigEditError at the first syntax error
 */
export function parseRust(text: string): TreeNode {
  return soundTree(readTree(parser.parse(text.replace(/^\uFEFF/, ' ')), text))
}
