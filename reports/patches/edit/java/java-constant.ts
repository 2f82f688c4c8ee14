import { childNamed, codeChildren, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import {
  combined,
  type NamedConstant,
  type SourceConstant,
  type SourceLanguage,
  type SourceValue,
  timeOf,
  wholeNumber,
} from '../syntax/lezer-tree-field.ts'
import { constantSource, definitionOf, dotted, type JavaFile, modifiers } from './java-file.ts'

const DEEPEST = 60

/** Units of TimeUnit and ChronoUnit, in ms. */
export const unitsMs: ReadonlyMap<SourceValue | undefined, number> = new Map<SourceValue | undefined, number>(
  [
    ['NANOSECONDS', 1e-6],
    ['NANOS', 1e-6],
    ['MICROSECONDS', 1e-3],
    ['MICROS', 1e-3],
    ['MILLISECONDS', 1],
    ['MILLIS', 1],
    ['SECONDS', 1000],
    ['MINUTES', 60_000],
    ['HOURS', 3_600_000],
    ['DAYS', 86_400_000],
  ],
)

const largest: ReadonlyMap<string, number> = new Map([
  ['Integer.MAX_VALUE', 2 ** 31 - 1],
  ['Short.MAX_VALUE', 32_767],
  ['Long.MAX_VALUE', Infinity],
])

/**
 * Numbers, texts, times of `java.time` and HttpCore, units of time, and fields and variables of the file that have such a
 * value for good. A call without arguments is `true`.
 */
export function javaLanguage(file: JavaFile): SourceLanguage {
  return {
    evaluate: (expression) => evaluate(file, expression, 0),
    constantOf: (expression) => constantOf(file, expression),
  }
}

function evaluate(file: JavaFile, node: TreeNode, depth: number): SourceConstant | null {
  if (depth > DEEPEST) return null
  const parts = codeChildren(node)
  const inner = (each: TreeNode | undefined) => (each === undefined ? null : evaluate(file, each, depth + 1))
  switch (node.name) {
    case 'IntegerLiteral':
      return numberConstant(node.text)
    case 'BooleanLiteral':
      return plain(node.text === 'true')
    case 'StringLiteral':
      return node.text.includes('\\') ? null : plain(node.text.slice(1, -1))
    case 'ArgumentList':
      return parts.length === 2 ? plain(true) : null
    case 'ParenthesizedExpression':
      return inner(parts[1])
    case 'BinaryExpression':
      return combined(inner(parts[0]), parts[1]?.text ?? '', inner(parts[2]))
    case 'Identifier':
      return named(file, node, depth)
    case 'FieldAccess':
      return member(dotted(node))
    case 'MethodInvocation':
      return called(node, inner)
    default:
      return null
  }
}

function plain(value: SourceValue): SourceConstant {
  return { value, names: [] }
}

function numberConstant(literal: string): SourceConstant | null {
  const digits = literal.replace(/[lL]$/, '')
  const value = /^0[\d_]/.test(digits) ? NaN : wholeNumber(digits)
  return Number.isNaN(value) ? null : plain(value)
}

function member(path: string): SourceConstant | null {
  const [type = '', name = ''] = path.split('.').slice(-2)
  if (/^(?:TimeUnit|ChronoUnit)$/.test(type) && unitsMs.has(name)) return plain(name)
  if (type === 'Duration' && name === 'ZERO') return plain({ ms: 0 })
  const value = largest.get(`${type}.${name}`)
  return value === undefined ? null : plain(value)
}

function named(file: JavaFile, use: TreeNode, depth: number): SourceConstant | null {
  const definition = definitionOf(file, use)
  if (definition === undefined) return unitsMs.has(use.text) ? plain(use.text) : null
  const source = constantSource(file, definition)
  const constant = source === null ? null : evaluate(file, source, depth + 1)
  return constant === null ? null : { value: constant.value, names: [use] }
}

/** Factories of times, by their name behind `of`. */
const factories: Readonly<Record<string, string>> = {
  ofNanos: 'NANOS',
  ofNanoseconds: 'NANOS',
  ofMicroseconds: 'MICROS',
  ofMillis: 'MILLIS',
  ofMilliseconds: 'MILLIS',
  ofSeconds: 'SECONDS',
  ofMinutes: 'MINUTES',
  ofHours: 'HOURS',
  ofDays: 'DAYS',
}

/** Conversions of times and units, by what they give. */
const conversions: Readonly<Record<string, string>> = {
  toNanos: 'NANOS',
  toMicros: 'MICROS',
  toMillis: 'MILLIS',
  toMilliseconds: 'MILLIS',
  toSeconds: 'SECONDS',
  getSeconds: 'SECONDS',
  toMinutes: 'MINUTES',
  toHours: 'HOURS',
  toDays: 'DAYS',
}

function called(
  node: TreeNode,
  inner: (node: TreeNode | undefined) => SourceConstant | null,
): SourceConstant | null {
  const name = childNamed(node, 'MethodName')?.text ?? ''
  const given = callArguments(node).map((each) => inner(each))
  const object = codeChildren(node)[0]
  const [amount, unit] = given.map((each) => each?.value)
  const names = given.flatMap((each) => each?.names ?? [])
  const type = object === undefined || object.name === 'MethodName' ? '' : dotted(object)
  if (typeof amount === 'number' && /^(?:|(?:[\w.]+\.)?(?:Duration|TimeValue|Timeout))$/.test(type)) {
    const unitMs =
      name === 'of' ? unitsMs.get(unit) : unitsMs.get(new Map(Object.entries(factories)).get(name))
    const isComplete = given.length === (name === 'of' ? 2 : 1)
    if (unitMs !== undefined && isComplete) return { value: timeOf(amount, unitMs), names }
  }
  return converted(name, inner(object), given)
}

/** `Duration.ofMinutes(5).toMillis()`, `TimeUnit.MINUTES.toSeconds(5)`. */
function converted(
  name: string,
  object: SourceConstant | null,
  given: readonly (SourceConstant | null)[],
): SourceConstant | null {
  const toMs = unitsMs.get(new Map(Object.entries(conversions)).get(name))
  if (toMs === undefined || object === null) return null
  const [amount] = given
  const unitMs = unitsMs.get(object.value)
  if (typeof object.value === 'object' && object.value !== null && given.length === 0) {
    return { ...object, value: Math.trunc(timeOf(object.value.ms, 1 / toMs).ms) }
  }
  if (unitMs === undefined || typeof amount?.value !== 'number' || given.length !== 1) return null
  return { value: Math.trunc(timeOf(amount.value * unitMs, 1 / toMs).ms), names: amount.names }
}

/** The arguments of a call or a creation. */
export function callArguments(call: TreeNode): TreeNode[] {
  const list = childNamed(call, 'ArgumentList')
  return list === undefined ? [] : codeChildren(list).filter(({ name }) => !/^[(),]$/.test(name))
}

function constantOf(file: JavaFile, use: TreeNode): NamedConstant | null {
  const definition = use.name === 'Identifier' ? definitionOf(file, use) : undefined
  const source = definition === undefined ? null : constantSource(file, definition)
  if (definition === undefined || source === null) return null
  const uses = findAll(file.root, 'Identifier').filter((node) => {
    const isUse = node.text === use.text && definitionOf(file, node) === definition
    return isUse && node.parent?.name !== 'MethodName'
  })
  const declaration = definition.parent?.parent as TreeNode
  const isLocal = declaration.name === 'LocalVariableDeclaration'
  const isHidden = file.hidden.some((part) => part.includes(use.text))
  const isOwn = !isHidden && (isLocal || modifiers(declaration).includes('private'))
  return { source, uses, isOwn, note: null }
}
