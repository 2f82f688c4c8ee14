import { codeChildren, closest, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { resolveName, type ScopeRules } from '../syntax/lezer-tree-names.ts'
import { parsePython } from '../syntax/python-tree.ts'

/** A Python source file and what its names mean. */
export interface PythonFile {
  readonly root: TreeNode
  /** Every place where a name is given a meaning. */
  readonly definitions: readonly TreeNode[]
  /** What the names of imports stand for, by the node that gives them: `requests.adapters`. */
  readonly imports: ReadonlyMap<TreeNode, string>
  /** Modules of which everything is imported. */
  readonly openModules: readonly string[]
}

/** @throws ConfigEditError at the first syntax error */
export function readPythonFile(text: string): PythonFile {
  const root = parsePython(text)
  const statements = findAll(root, 'ImportStatement').map(readImports)
  const imports = new Map(statements.flatMap(({ names }) => names))
  const loops = new Set(findAll(root, 'for').map(({ parent }) => parent))
  const definitions = findAll(root, 'VariableName').filter(
    (node) => imports.has(node) || isDefinition(node, loops),
  )
  return { root, definitions, imports, openModules: statements.flatMap(({ open }) => open) }
}

interface Imports {
  readonly names: readonly (readonly [TreeNode, string])[]
  readonly open: readonly string[]
}

function readImports(statement: TreeNode): Imports {
  const parts = codeChildren(statement).filter(({ name }) => name !== '(' && name !== ')')
  const at = parts.findIndex(({ name }) => name === 'import')
  const module = parts
    .slice(1, at)
    .map(({ text }) => text)
    .join('')
  const prefix = at === 0 ? '' : `${module}.`
  if (parts[at + 1]?.name === '*') return { names: [], open: [module] }
  return { names: splitByCommas(parts.slice(at + 1)).flatMap((item) => importedName(item, prefix)), open: [] }
}

/** `a.b` gives `a`, `a.b as c` gives `c`. */
function importedName(item: readonly TreeNode[], prefix: string): [TreeNode, string][] {
  const [first] = item
  if (first === undefined) return []
  const as = item.findIndex(({ name }) => name === 'as')
  const alias = as < 0 ? undefined : item[as + 1]
  if (alias === undefined) return [[first, prefix + first.text]]
  const path = item
    .slice(0, as)
    .map(({ text }) => text)
    .join('')
  return [[alias, prefix + path]]
}

export function splitByCommas(nodes: readonly TreeNode[]): TreeNode[][] {
  const items: TreeNode[][] = [[]]
  for (const node of nodes) {
    if (node.name === ',') items.push([])
    else items.at(-1)?.push(node)
  }
  return items.filter(({ length }) => length > 0)
}

/** Nodes that hold many others, none of which they define. */
const lists = ['ArgList', 'ArrayExpression', 'TupleExpression', 'SetExpression', 'DictionaryExpression']

/** Whether a variable is given a value, declared, or taken away here. */
function isDefinition(node: TreeNode, loops: ReadonlySet<TreeNode | null>): boolean {
  const { parent } = node
  if (parent === null) return false
  if (lists.includes(parent.name)) return isTarget(node, loops)
  const parts = codeChildren(parent)
  const at = parts.indexOf(node)
  const before = parts[at - 1]?.name
  switch (parent.name) {
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return before === 'def' || before === 'class'
    case 'ParamList':
      return before !== 'AssignOp'
    case 'ScopeStatement':
    case 'DeleteStatement':
    case 'CapturePattern':
      return true
    case 'NamedExpression':
      return at === 0
    default:
      return before === 'as' || isTarget(node, loops)
  }
}

const patterns = ['TupleExpression', 'ArrayExpression', 'ParenthesizedExpression']

/** Whether a name is on the left of `=`, or between `for` and `in`. */
function isTarget(node: TreeNode, loops: ReadonlySet<TreeNode | null>): boolean {
  const whole = closest(node, ({ parent }) => !patterns.includes(parent?.name ?? '')) as TreeNode
  const { parent } = whole
  if (parent === null) return false
  if (parent.name === 'AssignStatement' || parent.name === 'UpdateStatement') {
    return parent.children.some(({ name, from }) => /^(?:Assign|Update)Op$/.test(name) && from > whole.from)
  }
  if (!loops.has(parent)) return false
  const before = codeChildren(parent).filter(({ from }) => from < whole.from)
  return before.findLast(({ name }) => name === 'for' || name === 'in')?.name === 'for'
}

const scopeRules: ScopeRules = {
  scopes: new Set([
    'Script',
    'FunctionDefinition',
    'ClassDefinition',
    'LambdaExpression',
    'ComprehensionExpression',
    'ArrayComprehensionExpression',
    'SetComprehensionExpression',
    'DictionaryComprehensionExpression',
  ]),
  named: new Set(['FunctionDefinition', 'ClassDefinition']),
  hoisted: () => true,
}

/** Where the name that a variable has in the file got its meaning last. */
export function definitionOf({ definitions }: PythonFile, use: TreeNode): TreeNode | undefined {
  return resolveName(use, definitions, scopeRules)
}

/** What an expression stands for by its imports: `requests.adapters.HTTPAdapter`; `null` where it is something else. */
export function importedPath(file: PythonFile, expression: TreeNode): string | null {
  const names: string[] = []
  let node = expression
  while (node.name === 'MemberExpression') {
    const [object, dot, property, ...rest] = codeChildren(node)
    if (object === undefined || dot?.name !== '.' || property === undefined || rest.length > 0) return null
    names.unshift(property.text)
    node = object
  }
  const path = node.name === 'VariableName' ? pathOf(file, node) : null
  return path === null ? null : [path, ...names].join('.')
}

function pathOf(file: PythonFile, use: TreeNode): string | null {
  const definition = definitionOf(file, use)
  if (definition !== undefined) return file.imports.get(importIn(file, definition)) ?? null
  const [module, ...others] = file.openModules
  return module === undefined || others.length > 0 ? null : `${module}.${use.text}`
}

/** In `try: import x` with `except ImportError: x = None`, the import. */
function importIn(file: PythonFile, definition: TreeNode): TreeNode {
  const attempt = closest(definition, ({ name }) => name === 'TryStatement')
  const within = file.definitions.find(
    (each) =>
      each.text === definition.text &&
      file.imports.has(each) &&
      closest(each, ({ name }) => name === 'TryStatement') === attempt,
  )
  return attempt === undefined ? definition : (within ?? definition)
}
