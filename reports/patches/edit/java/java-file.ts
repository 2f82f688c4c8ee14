import { ConfigEditError } from '../config-dialect.ts'
import { parseJava } from '../syntax/java-tree.ts'
import { closest, codeChildren, findAll, tokensOf, type TreeNode } from '../syntax/lezer-tree.ts'
import { resolveName, type ScopeRules } from '../syntax/lezer-tree-names.ts'

/** A Java source file and what its names mean. */
export interface JavaFile {
  readonly root: TreeNode
  /** Parts that could not be read. */
  readonly hidden: readonly string[]
  /** Definitions of fields, variables, parameters, methods and types. */
  readonly definitions: readonly TreeNode[]
  /** What is imported, by its simple name. */
  readonly imports: ReadonlyMap<string, string>
  /** Packages of which everything is imported, and that of the file. */
  readonly packages: readonly string[]
}

/** @throws ConfigEditError at the first syntax error */
export function readJavaFile(text: string): JavaFile {
  const { root, hidden } = parseJava(text)
  const imported = findAll(root, 'ImportDeclaration').map((each) =>
    dotted(each).replace(/^import(?:static)?/, ''),
  )
  const single = imported.filter((path) => !path.endsWith('.*'))
  const open = imported.filter((path) => path.endsWith('.*')).map((path) => path.slice(0, -2))
  const own = findAll(root, 'PackageDeclaration').map((each) => dotted(each).replace(/^.*package/, ''))
  return {
    root,
    hidden,
    definitions: findAll(root, 'Definition'),
    imports: new Map(single.map((path) => [path.slice(path.lastIndexOf('.') + 1), path])),
    packages: [...open, ...own],
  }
}

/** The tokens of a node without what is between them, and without a semicolon at the end. */
export function dotted(node: TreeNode): string {
  return tokensOf(node)
    .map(({ text }) => text)
    .join('')
    .replace(/;$/, '')
}

/**
 * Parts of the file that hold what is looked for must have been read.
 *
 * @throws ConfigEditError where they have not
 */
export function requireReadable(file: JavaFile, words: readonly string[]): void {
  const hidden = file.hidden.find((part) => words.some((word) => part.includes(word)))
  if (hidden === undefined) return
  throw new ConfigEditError(
    'this switch cannot be read, and what is looked for is in it: move it to a method of its own',
    file.root.text.indexOf(hidden),
  )
}

/** Whether a name such as `OkHttpClient.Builder` stands for the type, by imports or as it is written. */
export function isType(file: JavaFile, written: string, type: string): boolean {
  const [first = ''] = written.split('.')
  const imported = file.imports.get(first)
  if (imported !== undefined) return imported + written.slice(first.length) === type
  if (written === type) return true
  const isOwn = file.definitions.some(({ text, parent }) => text === first && isTypeDeclaration(parent))
  return !isOwn && file.packages.some((name) => `${name}.${written}` === type)
}

function isTypeDeclaration(node: TreeNode | null): boolean {
  return /^(?:Class|Interface|Enum|Record)Declaration$/.test(node?.name ?? '')
}

/** The name by which a type can be used in the file. */
export function usableName(file: JavaFile, type: string): string {
  const name = type.slice(type.lastIndexOf('.') + 1)
  return isType(file, name, type) ? name : type
}

const functions = ['MethodDeclaration', 'ConstructorDeclaration', 'LambdaExpression']

const scopeRules: ScopeRules = {
  scopes: new Set([
    ...functions,
    'Program',
    'Block',
    'ConstructorBody',
    'ClassBody',
    'InterfaceBody',
    'EnumBody',
    'RecordBody',
    'ForStatement',
    'EnhancedForStatement',
    'TryWithResourcesStatement',
    'CatchClause',
    'SwitchBlock',
  ]),
  named: new Set(['MethodDeclaration', 'ClassDeclaration', 'InterfaceDeclaration', 'EnumDeclaration']),
  hoisted: ({ name }) => name.endsWith('Body') && name !== 'ConstructorBody',
}

/** What a name in the file refers to, if the file defines it. */
export function definitionOf({ definitions }: JavaFile, use: TreeNode): TreeNode | undefined {
  return resolveName(use, definitions, scopeRules)
}

/** What a variable or field is given where it is declared, if it never becomes anything else. */
export function constantSource(file: JavaFile, definition: TreeNode): TreeNode | null {
  const { parent: declarator } = definition
  const declaration = declarator?.parent
  if (declarator?.name !== 'VariableDeclarator' || declaration === null || declaration === undefined)
    return null
  const isFinal = modifiers(declaration).includes('final')
  const isLocal = declaration.name === 'LocalVariableDeclaration'
  if (!isFinal && !(isLocal && !isAssigned(file, definition))) return null
  const parts = codeChildren(declarator)
  return parts.length === 3 && parts[1]?.name === 'AssignOp' ? (parts[2] ?? null) : null
}

/** `private`, `final` and the like of a declaration. */
export function modifiers(declaration: TreeNode): string[] {
  return declaration.children
    .filter(({ name }) => name === 'Modifiers')
    .flatMap((each) => each.text.split(/\s+/))
}

function isAssigned(file: JavaFile, { text }: TreeNode): boolean {
  return findAll(file.root, 'AssignmentExpression', 'UpdateExpression').some((each) =>
    codeChildren(each).some((part) => part.name === 'Identifier' && part.text === text),
  )
}

/** The method, constructor or lambda around a node, or the file. */
export function functionAround(node: TreeNode): TreeNode | undefined {
  return closest(node, ({ name }) => functions.includes(name) || name === 'Program')
}
