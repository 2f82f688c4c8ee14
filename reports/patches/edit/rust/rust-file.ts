import { childNamed, closest, codeChildren, findAll, tokensOf, type TreeNode } from '../syntax/lezer-tree.ts'
import { resolveName, type ScopeRules } from '../syntax/lezer-tree-names.ts'
import { parseRust } from '../syntax/rust-tree.ts'

/** A Rust source file and what its names mean. */
export interface RustFile {
  readonly root: TreeNode
  /** Definitions of constants, statics, variables and parameters. */
  readonly definitions: readonly TreeNode[]
  readonly imports: readonly RustImport[]
}

interface RustImport {
  /** In parts: `reqwest`, `Client`; `*` for everything of a module. */
  readonly path: readonly string[]
  readonly localName: string
  /** Within which the name is known. */
  readonly scope: TreeNode
}

/** @throws ConfigEditError at the first syntax error */
export function readRustFile(text: string): RustFile {
  const root = parseRust(text)
  const definitions = findAll(root, 'BoundIdentifier').filter(
    ({ parent }) => closest(parent, ({ name }) => name === 'UseDeclaration') === undefined,
  )
  return { root, definitions, imports: findAll(root, 'UseDeclaration').flatMap(readImports) }
}

const modules = ['SourceFile', 'DeclarationList', 'Block']

function readImports(declaration: TreeNode): RustImport[] {
  const scope = closest(declaration.parent, ({ name }) => modules.includes(name)) as TreeNode
  const found: RustImport[] = []
  const waiting = codeChildren(declaration)
    .filter(({ name }) => !['use', ';', 'Vis', 'AttributeItem'].includes(name))
    .map((node) => ({ node, prefix: [] as readonly string[] }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, prefix } = next
    const list = childNamed(node, 'UseList')
    if (node.name === 'UseList' || list !== undefined) {
      const path = [...prefix, ...segmentsBefore(node, list)]
      const items = codeChildren(list ?? node).filter(({ name }) => !/^[{},]$/.test(name))
      waiting.push(...items.map((item) => ({ node: item, prefix: path })))
      continue
    }
    found.push({ ...importOf(prefix, node), scope })
  }
  return found
}

/** The path that stands before a list of names. */
function segmentsBefore(node: TreeNode, list: TreeNode | undefined): string[] {
  if (list === undefined) return []
  return tokensOf(node)
    .filter(({ from, text }) => from < list.from && text !== '::')
    .map(({ text }) => text)
}

function importOf(prefix: readonly string[], node: TreeNode): Omit<RustImport, 'scope'> {
  const tokens = tokensOf(node)
    .map(({ text }) => text)
    .filter((text) => text !== '::')
  const at = tokens.indexOf('as')
  const own = at < 0 ? tokens : tokens.slice(0, at)
  const path = [...prefix, ...own, ...(node.name === 'UseWildcard' ? ['*'] : [])].filter(
    (part) => part !== 'self',
  )
  return { path, localName: (at < 0 ? path.at(-1) : tokens[at + 1]) ?? '' }
}

/** What a path such as `Client::builder` may stand for, from its crate on. */
export function fullPaths(file: RustFile, node: TreeNode): string[] {
  const parts = pathParts(node)
  const [first = '', ...rest] = parts
  const known = file.imports.filter(({ scope }) => scope.from <= node.from && node.to <= scope.to)
  const imported = known.filter(({ localName }) => localName === first)
  if (imported.length > 0) {
    const inner = imported.reduce((a, b) => (b.scope.from > a.scope.from ? b : a)).scope
    return imported.filter(({ scope }) => scope === inner).map(({ path }) => [...path, ...rest].join('::'))
  }
  const globs = known.filter(({ path }) => path.at(-1) === '*').map(({ path }) => path.slice(0, -1))
  return [parts, ...globs.map((path) => [...path, ...parts])].map((path) => path.join('::'))
}

/** The names of a path, without what stands between angle brackets, and a leading `::`. */
function pathParts(node: TreeNode): string[] {
  const inBrackets = findAll(node, 'TypeArgList')
  return tokensOf(node)
    .filter(
      (token) =>
        token.text !== '::' && !inBrackets.some(({ from, to }) => from <= token.from && token.to <= to),
    )
    .map(({ text }) => text)
}

/** The name by which something can be used at a place; its whole path where it is not imported. */
export function usableName(file: RustFile, at: TreeNode, path: string): string {
  const own = file.imports.find(
    (each) => each.path.join('::') === path && each.scope.from <= at.from && at.to <= each.scope.to,
  )
  return own?.localName ?? path
}

const functions = ['FunctionItem', 'ClosureExpression']

const scopeRules: ScopeRules = {
  scopes: new Set([...functions, ...modules, 'MatchArm', 'ForExpression', 'IfExpression', 'WhileExpression']),
  named: new Set(['FunctionItem']),
  hoisted: ({ name }) => name === 'SourceFile' || name === 'DeclarationList',
}

/** What a name in the file refers to, if the file defines it as a value. */
export function definitionOf({ definitions }: RustFile, use: TreeNode): TreeNode | undefined {
  return resolveName(use, definitions, scopeRules)
}

/** The function around a node, or the file. */
export function functionAround(node: TreeNode): TreeNode | undefined {
  return closest(node, ({ name }) => functions.includes(name) || name === 'SourceFile')
}
