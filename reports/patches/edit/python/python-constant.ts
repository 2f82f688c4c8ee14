import { codeChildren, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import type {
  NamedConstant,
  SourceConstant,
  SourceLanguage,
  SourceValue,
} from '../syntax/lezer-tree-field.ts'
import { definitionOf, type PythonFile } from './python-file.ts'

const DEEPEST = 60

/** Numbers, `True`, `False`, `None`, arithmetic, and variables of the file that are given such a value once. */
export function pythonLanguage(file: PythonFile): SourceLanguage {
  return {
    evaluate: (expression) => evaluate(file, expression, 0),
    constantOf: (expression) => constantOf(file, expression),
  }
}

function evaluate(file: PythonFile, node: TreeNode, depth: number): SourceConstant | null {
  if (depth > DEEPEST) return null
  const plain = (value: SourceValue) => ({ value, names: [] })
  const parts = codeChildren(node)
  const inner = (each: TreeNode | undefined) => (each === undefined ? null : evaluate(file, each, depth + 1))
  switch (node.name) {
    case 'Number':
      return numberConstant(node.text)
    case 'Boolean':
      return plain(node.text === 'True')
    case 'None':
      return plain(null)
    case 'ParenthesizedExpression':
      return parts.length === 3 ? inner(parts[1]) : null
    case 'UnaryExpression':
      return signed(parts[0]?.text ?? '', inner(parts[1]))
    case 'BinaryExpression':
      return combined(inner(parts[0]), parts[1]?.text ?? '', inner(parts[2]))
    case 'VariableName':
      return named(file, node, depth)
    case 'MemberExpression':
      return node.text === 'math.inf' ? plain(Infinity) : null
    default:
      return null
  }
}

function numberConstant(literal: string): SourceConstant | null {
  const plain = literal.replaceAll('_', '').toLowerCase()
  const value = /^0\d/.test(plain) ? NaN : Number(plain)
  return Number.isNaN(value) ? null : { value, names: [] }
}

function signed(sign: string, operand: SourceConstant | null): SourceConstant | null {
  if (typeof operand?.value !== 'number') return null
  if (sign === '+') return operand
  return sign === '-' ? { ...operand, value: -operand.value } : null
}

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '**': (a, b) => a ** b,
}

function combined(
  left: SourceConstant | null,
  operator: string,
  right: SourceConstant | null,
): SourceConstant | null {
  if (typeof left?.value !== 'number' || typeof right?.value !== 'number') return null
  const value = operations[operator]?.(left.value, right.value) ?? NaN
  return Number.isNaN(value) ? null : { value, names: [...left.names, ...right.names] }
}

function named(file: PythonFile, use: TreeNode, depth: number): SourceConstant | null {
  const source = sourceOf(file, use)
  const constant = source === null ? null : evaluate(file, source, depth + 1)
  return constant === null ? null : { value: constant.value, names: [use] }
}

/** What the variable is given, if that is done in one place of the whole file, by a plain assignment. */
function sourceOf(file: PythonFile, use: TreeNode): TreeNode | null {
  const definition = definitionOf(file, use)
  const all = file.definitions.filter(({ text }) => text === use.text)
  if (definition?.parent?.name !== 'AssignStatement' || all.length > 1) return null
  if (definition.parent.parent?.name !== 'Script' && !isLocal(definition, use)) return null
  const parts = codeChildren(definition.parent).filter(({ name }) => name !== 'TypeDef')
  return parts.length === 3 && parts[0] === definition ? (parts[2] ?? null) : null
}

/** Whether a definition stands before its use, in the same block of statements. */
function isLocal({ parent: statement }: TreeNode, use: TreeNode): boolean {
  const body = statement?.parent
  return body?.parent?.name === 'FunctionDefinition' && use.from > body.from && use.to <= body.to
}

function constantOf(file: PythonFile, use: TreeNode): NamedConstant | null {
  const source = use.name === 'VariableName' ? sourceOf(file, use) : null
  if (source === null) return null
  const definition = definitionOf(file, use)
  const uses = findAll(file.root, 'VariableName').filter(
    (node) => node !== definition && node.text === use.text && !isKeyword(node),
  )
  const isPrivate = definition?.parent?.parent?.name !== 'Script' || use.text.startsWith('_')
  const note = isPrivate ? null : `${use.text} was changed: look whether other files import it.`
  return { source, uses, isOwn: true, note }
}

/** `x` of `f(x=1)`. */
function isKeyword(node: TreeNode): boolean {
  const parts = node.parent?.name === 'ArgList' ? codeChildren(node.parent) : []
  return parts[parts.indexOf(node) + 1]?.name === 'AssignOp'
}
