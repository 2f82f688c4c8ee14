import { childNamed, closest, codeChildren, descendants, type TreeNode } from '../syntax/lezer-tree.ts'
import { type CallChain, chainEnd, type ChainLink, isBuilt } from '../syntax/lezer-tree-chain.ts'
import type { SourceWrite } from '../syntax/lezer-tree-field.ts'
import { functionAround, fullPaths, type RustFile } from './rust-file.ts'

/** A chain of calls that begins with a new builder. */
export interface RustBuilder {
  readonly chain: CallChain
  /** Calls of the chain, and, where it ends before something is built, of what holds the builder after it. */
  readonly writes: readonly SourceWrite[]
}

/** All builders that are made by one of the paths. */
export function findBuilders(
  file: RustFile,
  paths: readonly string[],
  setters: readonly string[],
): RustBuilder[] {
  const chains = [...descendants(file.root)].flatMap((node) => {
    if (node.name !== 'CallExpression') return []
    const callee = node.children[0] as TreeNode
    if (callee.name !== 'ScopedIdentifier') return []
    return fullPaths(file, callee).some((path) => paths.includes(path))
      ? [chainFrom(file.root.text, node)]
      : []
  })
  return chains.map((chain) => ({ chain, writes: writesOf(file, chain, setters) }))
}

function chainFrom(text: string, first: TreeNode): CallChain {
  const links: ChainLink[] = []
  for (let node = first; ;) {
    const field = node.parent
    const call = field?.parent
    const name = field?.children.at(-1)
    const list = call?.name === 'CallExpression' ? childNamed(call, 'ArgList') : undefined
    if (field?.name !== 'FieldExpression' || field.children[0] !== node) break
    if (call === undefined || call === null || list === undefined || name?.name !== 'FieldIdentifier') break
    if (call.children[0] !== field) break
    links.push({ name: name.text, call, list, dot: text.lastIndexOf('.', name.from) })
    node = call
  }
  return { first, links }
}

function writesOf(file: RustFile, chain: CallChain, setters: readonly string[]): SourceWrite[] {
  const own = chain.links.filter(({ name }) => setters.includes(name)).flatMap((link) => writeOf(link, true))
  return isBuilt(chain) ? own : [...own, ...laterWrites(file, chain, setters)]
}

function writeOf({ name, list }: ChainLink, isCertain: boolean): SourceWrite[] {
  const [, value, end] = codeChildren(list)
  return value === undefined || end === undefined ? [] : [{ name, value, isCertain }]
}

/** Calls on the variable that the builder is given to, or on one of its name, in the rest of the function. */
function laterWrites(file: RustFile, chain: CallChain, setters: readonly string[]): SourceWrite[] {
  const end = chainEnd(chain)
  const statement = closest(end, ({ name }) => name === 'LetDeclaration')
  const variable = statement === undefined ? undefined : childNamed(statement, 'BoundIdentifier')
  if (statement === undefined || variable === undefined) return []
  return [...descendants(file.root)].flatMap((node) => {
    if (node.name !== 'Identifier' || node.text !== variable.text || node.from < statement.to) return []
    if (functionAround(node) !== functionAround(variable)) return []
    const { links } = chainFrom(file.root.text, node)
    const block = closest(node, ({ parent }) => parent?.name === 'Block')?.parent
    const isCertain = block === statement.parent
    return links.filter(({ name }) => setters.includes(name)).flatMap((link) => writeOf(link, isCertain))
  })
}
