import { parser } from '@lezer/javascript'
import { closest, descendants, readTree, syntaxError, tokensOf, type TreeNode } from './lezer-tree.ts'

/**
 * The syntax tree of JavaScript or TypeScript source; the ending of the file's name tells which, and whether there may be
 * JSX in it. The grammar misses parts of TypeScript, so that a statement may hold errors where they cannot reach beyond
 * it: its brackets are closed, and it makes nothing.
 *
 * @throws ConfigEditError at the first other syntax error
 */
export function parseJavaScript(text: string, fileName: string): TreeNode {
  const tree = parser.configure({ dialect: dialectOf(fileName) }).parse(disguised(text))
  const root = readTree(tree, text)
  const harmless = new Set<TreeNode>()
  for (const node of descendants(root)) {
    if (!node.isError) continue
    const statement = closest(node, ({ parent }) => parent !== null && holders.has(parent.name))
    if (statement !== undefined && harmless.has(statement)) continue
    if (statement === undefined || !isContained(node, statement)) throw syntaxError(node)
    harmless.add(statement)
  }
  return root
}

function dialectOf(fileName: string): string {
  if (/\.tsx$/i.test(fileName)) return 'ts jsx'
  return /\.[cm]?ts$/i.test(fileName) ? 'ts' : 'jsx'
}

/**
 * The text as the grammar reads it right, of the same length: it misses the type of what is caught, and
 * `import x = require('x')`. Inside strings and comments the change does no harm, since only the shape of the tree comes
 * from it.
 */
function disguised(text: string): string {
  return text
    .replace(/^\uFEFF/, ' ')
    .replace(/(?<=\bcatch\s*\(\s*[\w$]+\s*):\s*(?:any|unknown)\b/g, (type) => ' '.repeat(type.length))
    .replace(/^import(?=\s+[\w$]+\s*=\s*require\s*\()/gm, 'const ')
}

/** What statements and members of classes stand in. */
const holders = new Set(['Script', 'Block', 'ClassBody', 'SwitchBody'])

function isContained(error: TreeNode, statement: TreeNode): boolean {
  const isInMarkup = closest(error, ({ name }) => name.startsWith('JSX')) !== undefined
  const makesSomething = /\b(?:new|createHttpClient)\b/.test(statement.text)
  return !statement.isError && !isInMarkup && !makesSomething && closesItsBrackets(statement)
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function closesItsBrackets(statement: TreeNode): boolean {
  const open: string[] = []
  for (const { name, text, isError } of tokensOf(statement)) {
    if (!isError && name !== text) continue
    for (const unit of text) {
      const opening = closing[unit]
      if (opening === undefined) {
        if ('([{'.includes(unit)) open.push(unit)
      } else if (open.pop() !== opening) return false
    }
  }
  return open.length === 0
}
