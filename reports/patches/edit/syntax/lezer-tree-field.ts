import type { TreeNode } from './lezer-tree.ts'
import { type FieldWish, type HeldField, numbered, oneLine } from './lezer-tree-plan.ts'

/** A time that is an object of its own, whatever it was made with. */
export interface SourceTime {
  readonly ms: number
}

/** The value of an expression; names such as units are text. */
export type SourceValue = number | boolean | string | null | SourceTime

export type SourceField = HeldField<SourceValue>
export type SourceWish = FieldWish<SourceValue>

export interface SourceConstant {
  readonly value: SourceValue
  /** Names of constants of the file that it is made of. */
  readonly names: readonly TreeNode[]
}

/** A constant of the file that an expression names. */
export interface NamedConstant {
  /** What it was given. */
  readonly source: TreeNode
  /** All its uses that can be seen. */
  readonly uses: readonly TreeNode[]
  /** Whether nothing outside the file can use it. */
  readonly isOwn: boolean
  /** What to mind when it is changed. */
  readonly note: string | null
}

/** What fields have to know of a language. */
export interface SourceLanguage {
  /** `null` where the file alone does not decide it. */
  readonly evaluate: (expression: TreeNode) => SourceConstant | null
  /** The constant that an expression is, if it is no more than its name. */
  readonly constantOf: (expression: TreeNode) => NamedConstant | null
}

/** A value that a field is given somewhere. */
export interface SourceWrite {
  readonly name: string
  readonly value: TreeNode
  /** Whether it is surely made. */
  readonly isCertain: boolean
}

/** The fields that were given values, in the order of the writes. */
export function sourceFields(language: SourceLanguage, writes: readonly SourceWrite[]): SourceField[] {
  const uncertain = new Set(writes.filter(({ isCertain }) => !isCertain).map(({ name }) => name))
  const values = new Set(writes.map(({ value }) => value))
  const fields = writes.map((write) => sourceField(language, write, values))
  return numbered(fields.map((field) => (uncertain.has(field.name) ? agreed(field, fields) : field)))
}

function sourceField(
  language: SourceLanguage,
  { name, value }: SourceWrite,
  values: ReadonlySet<TreeNode>,
): SourceField {
  const { text, from, to } = value
  const constant = language.evaluate(value)
  const field = { name, text, from, to, constant, locked: null, note: null }
  if (constant === null || constant.names.length === 0) return field
  return { ...field, ...followed(language, value, values) }
}

/** The constant behind a bare name, where nothing but the fields uses it; why it cannot be changed else. */
function followed(
  { evaluate, constantOf }: SourceLanguage,
  value: TreeNode,
  values: ReadonlySet<TreeNode>,
): Partial<SourceField> {
  const locked = `is set from ${oneLine(value.text)}: change it where that comes from`
  const constant = constantOf(value)
  if (constant === null) return { locked }
  const { source, uses, isOwn, note } = constant
  const isLiteral = evaluate(source)?.names.length === 0
  if (!isOwn || !isLiteral || !uses.every((use) => values.has(use))) return { locked }
  return { text: source.text, from: source.from, to: source.to, note }
}

/** A field that is given values under conditions is known only where all of them are the same. */
function agreed(field: SourceField, fields: readonly SourceField[]): SourceField {
  const values = fields.filter(({ name }) => name === field.name).map(({ constant }) => constant)
  const isSame = values.every((value) => JSON.stringify(value?.value) === JSON.stringify(values[0]?.value))
  const locked = 'is set more than once, or under a condition: change it by hand'
  return { ...field, locked, constant: isSame ? field.constant : null }
}

/** Literals of whole numbers as Java, C# and Rust write them, without their suffix; NaN where it is none. */
export function wholeNumber(literal: string): number {
  const digits = literal.replaceAll('_', '').toLowerCase()
  return /^(?:\d+|0x[\da-f]+|0o[0-7]+|0b[01]+)$/.test(digits) ? Number(digits) : NaN
}

/**
 * What an operator of arithmetic on numbers makes; `null` where it is another, there is no number, or a division leaves a
 * rest, which goes or stays by the types.
 */
export function calculate(operator: string, left: SourceValue, right: SourceValue): number | null {
  if (typeof left !== 'number' || typeof right !== 'number') return null
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  return operator === '/' && Number.isInteger(left / right) ? left / right : null
}

/** A time in ms of an amount in a unit, without the noise of floating point. */
export function timeOf(amount: number, unitMs: number): SourceTime {
  return { ms: Number((amount * unitMs).toPrecision(15)) }
}

/** What `calculate` makes of two constants, with the names of both; `null` where either is not known. */
export function combined(
  left: SourceConstant | null,
  operator: string,
  right: SourceConstant | null,
): SourceConstant | null {
  if (left === null || right === null) return null
  const value = calculate(operator, left.value, right.value)
  return value === null ? null : { value, names: [...left.names, ...right.names] }
}
