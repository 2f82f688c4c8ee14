import { parseGo } from '../syntax/go-tree.ts'
import { childNamed, closest, codeChildren, findAll, tokensOf, type TreeNode } from '../syntax/lezer-tree.ts'
import { resolveName, type ScopeRules } from '../syntax/lezer-tree-names.ts'

/** A Go source file and what its names mean. */
export interface GoFile {
  readonly root: TreeNode
  /** Definitions of constants, variables, functions, types and renamed imports. */
  readonly definitions: readonly TreeNode[]
  readonly imports: readonly GoImport[]
}

interface GoImport {
  readonly path: string
  /** The name that the file gives to the package; `null` for `_` and `.`. */
  readonly localName: string | null
}

/** @throws ConfigEditError at the first syntax error */
export function readGoFile(text: string): GoFile {
  const root = parseGo(text)
  const definitions = findAll(root, 'DefName').filter(({ parent }) => parent?.name !== 'PackageClause')
  const imports = findAll(root, 'ImportSpec').map(readImport)
  return { root, definitions, imports }
}

function readImport(spec: TreeNode): GoImport {
  const path = childNamed(spec, 'String')?.text.slice(1, -1) ?? ''
  const isRenamed = codeChildren(spec).length > 1
  const name = isRenamed ? childNamed(spec, 'DefName')?.text : packageName(path)
  return { path, localName: name === undefined || name === '_' || name === '.' ? null : name }
}

/** What a package is called by default: the last part of its path that is no version. */
function packageName(path: string): string | undefined {
  return path.split('/').findLast((part) => !/^v\d+$/.test(part))
}

const functions = ['FunctionDecl', 'MethodDecl', 'FunctionLiteral']

const scopeRules: ScopeRules = {
  scopes: new Set([
    ...functions,
    'SourceFile',
    'Block',
    'Case',
    'FunctionType',
    'MethodElem',
    'IfStatement',
    'ForStatement',
    'SwitchStatement',
    'TypeSwitchStatement',
    'SelectStatement',
  ]),
  named: new Set(['FunctionDecl']),
  hoisted: ({ name }) => name === 'SourceFile',
}

/** What a name in the file refers to, if the file defines it. */
export function definitionOf({ definitions }: GoFile, use: TreeNode): TreeNode | undefined {
  return resolveName(use, definitions, scopeRules)
}

/** The path of the package that a name stands for; `null` where it stands for something else. */
export function packageOf(file: GoFile, use: TreeNode): string | null {
  const definition = definitionOf(file, use)
  if (definition !== undefined && definition.parent?.name !== 'ImportSpec') return null
  return file.imports.find(({ localName }) => localName === use.text)?.path ?? null
}

/** The name under which a package can be used everywhere in the file, if there is one. */
export function usableName({ imports, definitions }: GoFile, path: string): string | null {
  const name = imports.find((each) => each.path === path)?.localName ?? null
  const others = definitions.filter(({ text, parent }) => text === name && parent?.name !== 'ImportSpec')
  return others.length === 0 ? name : null
}

/** Whether a type or an expression is `package.name`. */
export function isMember(file: GoFile, node: TreeNode | undefined, path: string, name: string): boolean {
  if (node === undefined) return false
  const [qualifier, dot, member, ...rest] = tokensOf(node)
  if (qualifier === undefined || dot?.text !== '.' || rest.length > 0) return false
  return member?.text === name && packageOf(file, qualifier) === path
}

/** The function around a node, or the file. */
export function functionAround(node: TreeNode): TreeNode | undefined {
  return closest(node, ({ name }) => functions.includes(name) || name === 'SourceFile')
}
