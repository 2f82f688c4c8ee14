import { codeChildren, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import {
  combined,
  type NamedConstant,
  type SourceConstant,
  type SourceLanguage,
  timeOf,
  wholeNumber,
} from '../syntax/lezer-tree-field.ts'
import { definitionOf, type RustFile } from './rust-file.ts'

const DEEPEST = 60

/** Functions of std::time::Duration that take one amount, and what it counts, in ms. */
const durationsMs: Readonly<Record<string, number>> = {
  from_nanos: 1e-6,
  from_micros: 1e-3,
  from_millis: 1,
  from_secs: 1000,
  from_secs_f32: 1000,
  from_secs_f64: 1000,
  from_mins: 60_000,
  from_hours: 3_600_000,
}

/** What the largest values of types are taken for. */
const largest: Readonly<Record<string, number>> = {
  usize: Infinity,
  u64: 2 ** 64 - 1,
  u32: 2 ** 32 - 1,
  i32: 2 ** 31 - 1,
  u16: 65_535,
  u8: 255,
}

/** Numbers, `true` and `false`, durations, `None` and `Some`, and constants of the file with such values. */
export function rustLanguage(file: RustFile): SourceLanguage {
  return {
    evaluate: (expression) => evaluate(file, expression, 0),
    constantOf: (expression) => constantOf(file, expression),
  }
}

function evaluate(file: RustFile, node: TreeNode, depth: number): SourceConstant | null {
  if (depth > DEEPEST) return null
  const parts = codeChildren(node)
  const inner = (each: TreeNode | undefined) => (each === undefined ? null : evaluate(file, each, depth + 1))
  switch (node.name) {
    case 'Integer':
    case 'Float':
      return numberConstant(node.text)
    case 'ParenthesizedExpression':
      return inner(parts[1])
    case 'BinaryExpression':
      return combined(inner(parts[0]), parts[1]?.text ?? '', inner(parts[2]))
    case 'Identifier':
      return node.text === 'None' ? { value: null, names: [] } : named(file, node, depth)
    case 'GenericFunction':
      return parts[0]?.text === 'None' ? { value: null, names: [] } : null
    case 'ScopedIdentifier':
      return member(node.text)
    case 'CallExpression':
      return called(parts, inner)
    default:
      return null
  }
}

function numberConstant(literal: string): SourceConstant | null {
  const plain = literal.replace(/_?(?:[iu](?:8|16|32|64|128|size)|f32|f64)$/, '')
  const isDecimal = /^\d[\d_]*\.[\d_]*$/.test(plain)
  const value = isDecimal ? Number(plain.replaceAll('_', '')) : wholeNumber(plain)
  return Number.isNaN(value) ? null : { value, names: [] }
}

function member(path: string): SourceConstant | null {
  const [type = '', name] = path.replace(/\s/g, '').split('::').slice(-2)
  if (name === 'MAX' && type === 'Duration') return { value: { ms: Infinity }, names: [] }
  if (name === 'ZERO' && type === 'Duration') return { value: { ms: 0 }, names: [] }
  const value = name === 'MAX' ? new Map(Object.entries(largest)).get(type) : undefined
  return value === undefined ? null : { value, names: [] }
}

function called(
  [callee, list]: readonly TreeNode[],
  inner: (node: TreeNode | undefined) => SourceConstant | null,
): SourceConstant | null {
  if (callee === undefined || list === undefined) return null
  const given = codeChildren(list).filter(({ name }) => !/^[(),]$/.test(name))
  const values = given.map((each) => inner(each))
  const names = values.flatMap((each) => each?.names ?? [])
  const [first, second] = values.map((each) => each?.value)
  if (callee.text === 'Some' && values.length === 1) return values[0] ?? null
  const [type = '', name = ''] = callee.text.replace(/\s/g, '').split('::').slice(-2)
  if (callee.name !== 'ScopedIdentifier' || type === '' || typeof first !== 'number') return null
  if (name === 'new' && values.length === 2 && typeof second === 'number') {
    return { value: timeOf(first * 1e9 + second, 1e-6), names }
  }
  const unitMs = new Map(Object.entries(durationsMs)).get(name)
  return unitMs === undefined || values.length !== 1 ? null : { value: timeOf(first, unitMs), names }
}

function named(file: RustFile, use: TreeNode, depth: number): SourceConstant | null {
  const source = sourceOf(definitionOf(file, use))
  const constant = source === null ? null : evaluate(file, source, depth + 1)
  return constant === null ? null : { value: constant.value, names: [use] }
}

/** What a `const`, a `static` or a `let` without `mut` is given. */
function sourceOf(definition: TreeNode | undefined): TreeNode | null {
  const holder = definition?.parent
  if (holder === undefined || holder === null) return null
  if (!['ConstItem', 'StaticItem', 'LetDeclaration'].includes(holder.name)) return null
  const parts = codeChildren(holder)
  const equals = parts.findIndex(({ name }) => name === '=')
  if (equals < 0 || parts.some(({ name }) => name === 'mut' || name === 'else')) return null
  return parts[equals + 1] ?? null
}

function constantOf(file: RustFile, use: TreeNode): NamedConstant | null {
  const definition = use.name === 'Identifier' ? definitionOf(file, use) : undefined
  const source = sourceOf(definition)
  if (definition === undefined || source === null) return null
  const isUse = (node: TreeNode) => node.text === use.text && definitionOf(file, node) === definition
  const uses = findAll(file.root, 'Identifier').filter(isUse)
  const isOwn = !codeChildren(definition.parent as TreeNode).some(({ name }) => name === 'Vis')
  return { source, uses, isOwn, note: null }
}
