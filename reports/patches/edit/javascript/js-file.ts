import { parseJavaScript } from '../syntax/js-tree.ts'
import { codeChildren, descendants, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { resolveName, type ScopeRules } from '../syntax/lezer-tree-names.ts'

/** A JavaScript or TypeScript file and what its names mean. */
export interface JsFile {
  readonly root: TreeNode
  /** Definitions of variables, parameters, functions, classes and imports. */
  readonly definitions: readonly TreeNode[]
}

/** @throws ConfigEditError at the first syntax error */
export function readJsFile(text: string, fileName: string): JsFile {
  const root = parseJavaScript(text, fileName)
  return { root, definitions: findAll(root, 'VariableDefinition') }
}

const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunction', 'MethodDeclaration']

const scopeRules: ScopeRules = {
  scopes: new Set([
    ...functions,
    'Script',
    'Block',
    'Property',
    'ForStatement',
    'CatchClause',
    'ClassExpression',
    'SwitchBody',
    'ClassDeclaration',
    'StaticBlock',
    'NamespaceDeclaration',
    'FunctionSignature',
    'MethodType',
  ]),
  named: new Set(['FunctionDeclaration', 'ClassDeclaration', 'NamespaceDeclaration']),
  hoisted: () => true,
}

/** What a name in the file refers to, if the file defines it. */
export function definitionOf({ definitions }: JsFile, use: TreeNode): TreeNode | undefined {
  return resolveName(use, definitions, scopeRules)
}

/** Everything that names the same thing as a definition, itself left out. */
export function usesOf(file: JsFile, definition: TreeNode): TreeNode[] {
  return [...descendants(file.root)].filter(
    (node) => node.text === definition.text && mayBeUse(node) && definitionOf(file, node) === definition,
  )
}

/** A variable, or `x` of `{ x }`. */
function mayBeUse({ name, parent }: TreeNode): boolean {
  return name === 'VariableName' || (name === 'PropertyDefinition' && parent?.children.length === 1)
}

/** The value that a `const` of the file is given, unless it takes it apart. */
export function constantSource(definition: TreeNode): TreeNode | undefined {
  const declaration = definition.parent
  if (declaration?.name !== 'VariableDeclaration' || declaration.children[0]?.text !== 'const')
    return undefined
  return givenValue(definition)
}

/** The value behind the `=` of a definition in `const`, `let` or `var`. */
export function givenValue(definition: TreeNode): TreeNode | undefined {
  const parts = codeChildren(definition.parent as TreeNode)
  const rest = parts.slice(parts.indexOf(definition) + 1)
  const end = rest.findIndex(({ name }) => name === ',' || name === ';')
  const own = end < 0 ? rest : rest.slice(0, end)
  const equals = own.findIndex(({ name }) => name === 'Equals')
  return equals < 0 ? undefined : own[equals + 1]
}

/** The expression without brackets, `as` and `satisfies` around it, none of which changes a value. */
export function bareExpression(expression: TreeNode): TreeNode {
  let bare = expression
  for (;;) {
    const parts = codeChildren(bare)
    const isBracketed = bare.name === 'ParenthesizedExpression' && parts.length === 3
    const isTyped = bare.name === 'BinaryExpression' && /^(?:as|satisfies)$/.test(parts[1]?.name ?? '')
    if (!isBracketed && !isTyped) return bare
    bare = parts[isBracketed ? 1 : 0] as TreeNode
  }
}

/** The text between the quotes of a plain string literal; `undefined` where there is none. */
export function stringValue(node: TreeNode | undefined): string | undefined {
  return node?.name === 'String' && !node.text.includes('\\') ? node.text.slice(1, -1) : undefined
}
