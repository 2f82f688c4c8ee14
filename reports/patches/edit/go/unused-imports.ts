import type { Splice } from '../config-dialect.ts'
import { descendants, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { type GoFile, packageOf } from './go-file.ts'

/** Packages that hold nothing but what values are made of: a change of values may be the end of their use. */
const valuePackages = ['time', 'math']

/**
 * What takes away the imports that the file uses for nothing any more once the splices are made: Go compiles no file with
 * such an import.
 */
export function unusedImports(file: GoFile, splices: readonly Splice[]): Splice[] {
  const uses = findAll(file.root, 'VariableName')
  return findAll(file.root, 'ImportSpec').flatMap((spec) => {
    const path = spec.children.find(({ name }) => name === 'String')?.text.slice(1, -1) ?? ''
    if (!valuePackages.includes(path)) return []
    const name = file.imports.find((each) => each.path === path)?.localName
    const own = uses.filter((use) => use.text === name && packageOf(file, use) === path)
    const isGone = own.length > 0 && own.every((use) => splices.some((splice) => isWithin(use, splice)))
    const isBack = own.some(({ text }) => splices.some((splice) => splice.text.includes(`${text}.`)))
    return isGone && !isBack ? [removal(file, spec)] : []
  })
}

function isWithin({ from, to }: TreeNode, splice: Splice): boolean {
  return splice.from <= from && to <= splice.to
}

/** Of the import alone, or of its whole line where nothing else stands there. */
function removal({ root }: GoFile, spec: TreeNode): Splice {
  const { from, to } = spec.parent?.name === 'ImportDecl' ? spec.parent : spec
  const { text } = root
  const lineStart = text.lastIndexOf('\n', from - 1) + 1
  const lineEnd = text.indexOf('\n', to)
  const end = lineEnd < 0 ? text.length : lineEnd + 1
  const others = [...descendants(root)].filter(
    (node) => node.children.length === 0 && node.to > lineStart && node.from < end,
  )
  const isLine = others.every((node) => node.from >= from && node.to <= to)
  return isLine ? { from: lineStart, to: end, text: '' } : { from, to, text: '' }
}
