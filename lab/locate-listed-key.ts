import { ConfigEditError } from '../reports/patches/edit/config-dialect.ts'
import { parseJavaScript } from '../reports/patches/edit/syntax/js-tree.ts'
import { closest, codeChildren, findAll, type TreeNode } from '../reports/patches/edit/syntax/lezer-tree.ts'

/**
 * Where a key of one scenario of several stands in the text of their file, as `line:column` from 1. `null` where that
 * cannot be told, as of what a function computed: better no place than a wrong one.
 *
 * @param fileName whose ending tells the language
 * @param index of the scenario in the list that the file exports
 * @param path from the scenario
 */
export function locateListedKey(
  source: string,
  fileName: string,
  index: number,
  path: readonly PropertyKey[],
): string | null {
  const script = parsed(source, fileName)
  let place: TreeNode | null = null
  let at = script === null ? null : elementAt(exportedList(script), index)
  for (const key of path) {
    if (at === null) return null
    place = typeof key === 'string' ? propertyOf(at, key) : elementAt(at, Number(key))
    at = typeof key === 'string' ? objectIn(valueOf(place)) : place
  }
  return place === null ? null : lineAndColumn(source, place.from)
}

function parsed(source: string, fileName: string): TreeNode | null {
  try {
    return parseJavaScript(source, fileName)
  } catch (error) {
    if (error instanceof ConfigEditError) return null
    throw error
  }
}

/** What stands after `export default`, or, as JSON has it, alone. */
function exportedList(script: TreeNode): TreeNode | null {
  const exporting = script.children.find(({ children }) => children.some(({ name }) => name === 'default'))
  const statement = exporting ?? (script.children.length === 1 ? script.children[0] : undefined)
  return objectIn(statement?.children.find(({ name }) => !['export', 'default'].includes(name)) ?? null)
}

/**
 * The object or list that an expression holds: itself, what stands in parentheses or before `as` and `satisfies`, what a
 * function such as `defineScenario` is given alone, or what a constant of the file was set to.
 */
function objectIn(expression: TreeNode | null): TreeNode | null {
  switch (expression?.name) {
    case 'ObjectExpression':
    case 'ArrayExpression':
      return expression
    case 'VariableName':
      return objectIn(constantNamed(expression))
    case 'CallExpression':
      return objectIn(expression.children.find(({ name }) => name === 'ArgList') ?? null)
    case 'ArgList':
    case 'ParenthesizedExpression': {
      const [, inner, end] = codeChildren(expression)
      return end?.name === ')' ? objectIn(inner ?? null) : null
    }
    case 'BinaryExpression': {
      const [left, operator] = codeChildren(expression)
      return ['as', 'satisfies'].includes(operator?.name ?? '') ? objectIn(left ?? null) : null
    }
    default:
      return null
  }
}

/** What a name stands for that the file defines once, with `const`. */
function constantNamed(use: TreeNode): TreeNode | null {
  const script = closest(use, ({ parent }) => parent === null)
  const definitions = script === undefined ? [] : findAll(script, 'VariableDefinition')
  const [definition, another] = definitions.filter(({ text }) => text === use.text)
  if (definition === undefined || another !== undefined) return null
  const [keyword, ...rest] = definition.parent === null ? [] : codeChildren(definition.parent)
  if (keyword?.name !== 'const') return null
  const equals = rest.findIndex(({ name, from }) => name === 'Equals' && from > definition.from)
  return rest[equals + 1] ?? null
}

/** An element that is written out; nobody knows what is before one that comes after `...`. */
function elementAt(list: TreeNode | null, index: number): TreeNode | null {
  if (list?.name !== 'ArrayExpression') return null
  const elements = codeChildren(list).slice(1, -1)
  const before = elements.findIndex(({ name }) => name === 'Spread')
  const written = (before === -1 ? elements : elements.slice(0, before)).filter(({ name }) => name !== ',')
  return objectIn(written[index] ?? null)
}

/** The property that counts: the last one of that name, be it in what was spread. */
function propertyOf(object: TreeNode, key: string): TreeNode | null {
  if (object.name !== 'ObjectExpression') return null
  for (const property of codeChildren(object).toReversed()) {
    if (property.name !== 'Property') continue
    const [name, spread] = codeChildren(property)
    if (name?.name !== 'Spread') {
      if (unquoted(name?.text ?? '') === key) return property
      continue
    }
    const shared = objectIn(spread ?? null)
    if (shared === null) return null
    const found = propertyOf(shared, key)
    if (found !== null) return found
  }
  return null
}

function valueOf(property: TreeNode | null): TreeNode | null {
  const [name, colon, value] = property === null ? [] : codeChildren(property)
  // Written as its name alone, it is the constant of that name; in brackets, nobody knows which it is.
  if (colon === undefined) return name === undefined ? null : constantNamed(name)
  return colon.name === ':' ? (value ?? null) : null
}

function unquoted(text: string): string {
  return text.replace(/^(['"])(.*)\1$/s, '$2')
}

function lineAndColumn(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}
