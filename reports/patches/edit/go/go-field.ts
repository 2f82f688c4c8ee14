import { findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { type HeldField, numbered, oneLine } from '../syntax/lezer-tree-plan.ts'
import { constantSource, evaluateGo, type GoValue } from './go-constant.ts'
import { definitionOf, type GoFile } from './go-file.ts'

export type GoField = HeldField<GoValue>

/** A value that a field is given somewhere. */
export interface GoWrite {
  readonly name: string
  /** The expression; for a computing assignment such as `+=` the statement. */
  readonly value: TreeNode
  /** Whether it is surely made, and made only once. */
  readonly isCertain: boolean
}

/** The fields that were given values, in the order of the file. */
export function goFields(file: GoFile, writes: readonly GoWrite[]): GoField[] {
  const uncertain = new Set(writes.filter(({ isCertain }) => !isCertain).map(({ name }) => name))
  const fields = writes.map((write) => goField(file, write))
  return numbered(fields.map((field) => (uncertain.has(field.name) ? agreed(field, fields) : field)))
}

function goField(file: GoFile, { name, value }: GoWrite): GoField {
  const field = { name, text: value.text, from: value.from, to: value.to, locked: null, note: null }
  const isStatement = value.name === 'Assignment' || value.name === 'IncDecStatement'
  const constant = isStatement ? null : evaluateGo(file, value)
  if (constant === null || constant.names.length === 0) return { ...field, constant }
  return { ...field, constant, ...followed(file, value) }
}

/** The constant behind a bare name, where nothing else in the file uses it; why it cannot be changed else. */
function followed(file: GoFile, use: TreeNode): Partial<GoField> {
  const definition = use.name === 'VariableName' ? definitionOf(file, use) : undefined
  const source = definition === undefined ? null : constantSource(definition)
  const locked = `is set from ${oneLine(use.text)}: change it where that comes from`
  if (definition === undefined || source === null) return { locked }
  const uses = findAll(file.root, 'VariableName').filter(
    (each) => each.text === use.text && definitionOf(file, each) === definition,
  )
  const isExported = /^\p{Lu}/u.test(use.text)
  const isLiteral = evaluateGo(file, source)?.names.length === 0
  if (uses.length > 1 || isExported || !isLiteral) return { locked }
  const note = `The constant ${use.text} was changed: look whether other files of the package use it.`
  return { text: source.text, from: source.from, to: source.to, note }
}

/** A field that is given values under conditions is known only where all of them are the same. */
function agreed(field: GoField, fields: readonly GoField[]): GoField {
  const values = fields.filter(({ name }) => name === field.name).map(({ constant }) => constant?.value)
  const locked = 'is set more than once, or under a condition: change it by hand'
  return { ...field, locked, constant: values.every((value) => value === values[0]) ? field.constant : null }
}
