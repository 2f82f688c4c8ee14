import { codeChildren, type TreeNode } from '../syntax/lezer-tree.ts'
import { bareExpression, constantSource, definitionOf, type JsFile, stringValue } from './js-file.ts'

export type JsValue = number | boolean | string | null | undefined

export interface JsConstant {
  readonly value: JsValue
  /** Names of constants of the file that it is made of. */
  readonly names: readonly TreeNode[]
}

const DEEPEST = 100

/**
 * The value of an expression that the file alone decides: literals, `Infinity`, `undefined`, arithmetic, and `const`
 * variables of the file with such values. `null` for anything else.
 */
export function evaluateJs(file: JsFile, expression: TreeNode, depth = 0): JsConstant | null {
  const node = bareExpression(expression)
  if (depth > DEEPEST) return null
  const literal = literalValue(node)
  if (literal !== null) return { value: literal.value, names: [] }
  if (node.name === 'VariableName' || node.name === 'PropertyDefinition') return named(file, node, depth)
  if (node.name === 'UnaryExpression') return signed(file, node, depth)
  return node.name === 'BinaryExpression' ? calculated(file, node, depth) : null
}

function literalValue(node: TreeNode): { readonly value: JsValue } | null {
  if (node.name === 'Number') {
    const value = Number(node.text.replaceAll('_', ''))
    return Number.isNaN(value) || /^0\d/.test(node.text) ? null : { value }
  }
  if (node.name === 'BooleanLiteral') return { value: node.text === 'true' }
  if (node.text === 'null') return { value: null }
  const value = stringValue(node)
  return value === undefined ? null : { value }
}

function named(file: JsFile, node: TreeNode, depth: number): JsConstant | null {
  const definition = definitionOf(file, node)
  if (definition === undefined) {
    if (node.text === 'Infinity') return { value: Infinity, names: [] }
    return node.text === 'undefined' ? { value: undefined, names: [] } : null
  }
  const source = constantSource(definition)
  const constant = source === undefined ? null : evaluateJs(file, source, depth + 1)
  return constant === null ? null : { value: constant.value, names: [node] }
}

function signed(file: JsFile, node: TreeNode, depth: number): JsConstant | null {
  const [operator, operand] = codeChildren(node)
  const constant = operand === undefined ? null : evaluateJs(file, operand, depth + 1)
  if (constant === null) return null
  const { value } = constant
  if (operator?.text === '!') return { ...constant, value: !value }
  if (typeof value !== 'number') return null
  if (operator?.text === '+') return constant
  return operator?.text === '-' ? { ...constant, value: -value } : null
}

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
}

function calculated(file: JsFile, node: TreeNode, depth: number): JsConstant | null {
  const [left, operator, right] = codeChildren(node)
  if (left === undefined || right === undefined) return null
  const a = evaluateJs(file, left, depth + 1)
  const b = evaluateJs(file, right, depth + 1)
  const calculate = operations[operator?.text ?? '']
  if (a === null || b === null || calculate === undefined) return null
  if (typeof a.value !== 'number' || typeof b.value !== 'number') return null
  return { value: calculate(a.value, b.value), names: [...a.names, ...b.names] }
}
