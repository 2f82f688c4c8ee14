import { codeChildren, type TreeNode } from '../syntax/lezer-tree.ts'
import { type HeldField, type HeldFields, numbered, oneLine } from '../syntax/lezer-tree-plan.ts'
import { evaluateJs, type JsValue } from './js-constant.ts'
import { constantSource, definitionOf, type JsFile, stringValue, usesOf } from './js-file.ts'

export type JsField = HeldField<JsValue>

/**
 * The members of an object literal. Where one may come from elsewhere, by a spread or a computed key, those before it may
 * be overridden; those behind it are sure, and so is what is added at the end.
 */
export function jsFields(file: JsFile, object: TreeNode): HeldFields<JsValue> {
  const members = codeChildren(object).filter(({ name }) => name === 'Property')
  const isOpen = (member: TreeNode) => /^(?:Spread|\[)$/.test(member.children[0]?.name ?? '')
  const lastOpen = members.findLast(isOpen)
  const fields = members
    .filter((member) => !isOpen(member))
    .map((member) => jsField(file, member))
    .map((field) =>
      lastOpen !== undefined && field.from < lastOpen.from ? overridden(field, lastOpen) : field,
    )
  return { fields: numbered(fields), mayHoldMore: lastOpen !== undefined }
}

function jsField(file: JsFile, member: TreeNode): JsField {
  const [key, colon, value] = codeChildren(member)
  const isNamed = key?.name === 'PropertyDefinition' || key?.name === 'String' || key?.name === 'Number'
  const whole = { from: member.from, to: member.to, text: member.text, constant: null, note: null }
  if (key === undefined || !isNamed) return { name: memberName(member), ...whole, locked: METHOD }
  const name = stringValue(key) ?? key.text
  if (colon === undefined) return valueField(file, name, key)
  if (colon.name !== ':' || value === undefined) return { name, ...whole, locked: METHOD }
  return valueField(file, name, value)
}

const METHOD = 'is a method: change it by hand'

/** The name of a getter, setter or method. */
function memberName(member: TreeNode): string {
  return member.children.find(({ name }) => name === 'PropertyDefinition')?.text ?? oneLine(member.text)
}

function valueField(file: JsFile, name: string, value: TreeNode): JsField {
  const { from, to, text } = value
  const constant = evaluateJs(file, value)
  const field = { name, from, to, text, constant, locked: null, note: null }
  return constant === null || constant.names.length === 0 ? field : { ...field, ...followed(file, value) }
}

/** The constant behind a bare name, where nothing else uses it; why it cannot be changed else. */
function followed(file: JsFile, use: TreeNode): Partial<JsField> {
  const definition = use.children.length === 0 ? definitionOf(file, use) : undefined
  const source = definition === undefined ? undefined : constantSource(definition)
  const locked = `is set from ${oneLine(use.text)}: change it where that comes from`
  if (definition === undefined || source === undefined) return { locked }
  const isExported = definition.parent?.parent?.name === 'ExportDeclaration'
  const isLiteral = evaluateJs(file, source)?.names.length === 0
  if (isExported || !isLiteral || usesOf(file, definition).length > 1) return { locked }
  return { text: source.text, from: source.from, to: source.to }
}

function overridden(field: JsField, by: TreeNode): JsField {
  const locked = `may be overridden by ${oneLine(by.text)} behind it: move it to the end`
  return { ...field, constant: null, locked }
}

/** The quotes that the object sets its keys in, if it does. */
export function keyQuote(object: TreeNode): string {
  const keys = codeChildren(object).flatMap((member) => member.children.slice(0, 1))
  const last = keys.findLast(({ name }) => name === 'PropertyDefinition' || name === 'String')
  return last?.name === 'String' ? (last.text[0] ?? '') : ''
}
