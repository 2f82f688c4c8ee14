import { parser } from '@lezer/javascript'
import { readTree, soundTree, type TreeNode } from './lezer-tree.ts'

/**
 * The syntax tree of JavaScript or TypeScript source; the ending of the file's name tells which, and whether there may be
 * JSX in it.
 *
 * @throws ConfigEditError at the first syntax error
 */
export function parseJavaScript(text: string, fileName: string): TreeNode {
  const tree = parser.configure({ dialect: dialectOf(fileName) }).parse(text.replace(/^\uFEFF/, ' '))
  return soundTree(readTree(tree, text))
}

function dialectOf(fileName: string): string {
  if (/\.tsx$/i.test(fileName)) return 'ts jsx'
  return /\.[cm]?ts$/i.test(fileName) ? 'ts' : 'jsx'
}
