import { childNamed, codeChildren, type TreeNode } from '../syntax/lezer-tree.ts'
import { bareExpression, definitionOf, givenValue, type JsFile, stringValue } from './js-file.ts'

/** What a module exports under a name; the path is empty for the module itself or its default export. */
export interface JsExport {
  /** Without `node:`. */
  readonly module: string
  readonly path: readonly string[]
}

const DEEPEST = 8

/** What an expression stands for, where the file says from which module it comes; `null` where it does not. */
export function exportOf(file: JsFile, expression: TreeNode, depth = 0): JsExport | null {
  const node = bareExpression(expression)
  if (depth > DEEPEST) return null
  if (node.name === 'VariableName') return definedExport(file, definitionOf(file, node), depth + 1)
  if (node.name === 'MemberExpression') {
    const [object, dot, property] = codeChildren(node)
    if (object === undefined || dot?.text !== '.' || property === undefined) return null
    return member(exportOf(file, object, depth + 1), property.text)
  }
  const loaded = node.name === 'AwaitExpression' ? codeChildren(node)[1] : node
  return loaded === undefined ? null : loadedModule(file, loaded)
}

/** `require('module')` or `import('module')`. */
function loadedModule(file: JsFile, node: TreeNode): JsExport | null {
  const parts = codeChildren(node)
  if (node.name === 'DynamicImport') return moduleExport(stringValue(parts[2]))
  if (node.name !== 'CallExpression' || parts[0]?.text !== 'require') return null
  if (definitionOf(file, parts[0]) !== undefined && !isCreateRequire(file, parts[0])) return null
  return moduleExport(stringValue(codeChildren(parts[1] ?? node)[1]))
}

/** `const require = createRequire(…)` of a module. */
function isCreateRequire(file: JsFile, use: TreeNode): boolean {
  const definition = definitionOf(file, use)
  const value = definition?.parent?.name === 'VariableDeclaration' ? givenValue(definition) : undefined
  return value?.name === 'CallExpression' && value.children[0]?.text.endsWith('createRequire') === true
}

function definedExport(file: JsFile, definition: TreeNode | undefined, depth: number): JsExport | null {
  const holder = definition?.parent
  if (definition === undefined || holder === null || holder === undefined) return null
  if (holder.name === 'ImportDeclaration') return moduleExport(importedModule(holder))
  if (holder.name === 'ImportGroup') {
    return member(moduleExport(importedModule(holder.parent)), importedName(holder, definition))
  }
  if (holder.name === 'VariableDeclaration') {
    const value = givenValue(definition)
    return value === undefined ? null : exportOf(file, value, depth)
  }
  if (holder.name !== 'PatternProperty' || holder.parent?.parent?.name !== 'VariableDeclaration') return null
  const value = givenValue(holder.parent)
  const property = childNamed(holder, 'PropertyName') ?? definition
  return value === undefined ? null : member(exportOf(file, value, depth), property.text)
}

function importedModule(declaration: TreeNode | null): string | undefined {
  return stringValue(declaration?.children.findLast(({ name }) => name === 'String'))
}

/** `Agent` of `{ Agent as A }`. */
function importedName(group: TreeNode, definition: TreeNode): string {
  const parts = codeChildren(group)
  const at = parts.indexOf(definition)
  return parts[at - 1]?.text === 'as' ? (parts[at - 2]?.text ?? '') : definition.text
}

function moduleExport(name: string | undefined): JsExport | null {
  return name === undefined ? null : { module: name.replace(/^node:/, ''), path: [] }
}

/** A module's default export is the module itself to those that know the older kind of modules. */
function member(from: JsExport | null, name: string): JsExport | null {
  if (from === null) return null
  return name === 'default' && from.path.length === 0 ? from : { ...from, path: [...from.path, name] }
}
