import { childNamed, closest, codeChildren, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { type CallChain, chainEnd, type ChainLink } from '../syntax/lezer-tree-chain.ts'
import type { SourceWrite } from '../syntax/lezer-tree-field.ts'
import { callArguments } from './java-constant.ts'
import { definitionOf, dotted, functionAround, isType, type JavaFile } from './java-file.ts'

/** Creations of objects of one of the types. */
export function creations(file: JavaFile, types: readonly string[]): TreeNode[] {
  return findAll(file.root, 'ObjectCreationExpression').filter((node) => {
    const type = node.children.find(({ name }) => /^(?:Scoped)?TypeName$/.test(name))
    return type !== undefined && types.some((each) => isType(file, dotted(type), each))
  })
}

/** Calls of a static method of one of the types. */
export function staticCalls(file: JavaFile, types: readonly string[], method: string): TreeNode[] {
  return findAll(file.root, 'MethodInvocation').filter((node) => {
    const [object] = codeChildren(node)
    if (object === undefined || childNamed(node, 'MethodName')?.text !== method) return false
    if (object.name !== 'Identifier' && object.name !== 'FieldAccess') return false
    return types.some((each) => isType(file, dotted(object), each))
  })
}

/** The calls on an expression, and on what they give. */
export function chainFrom(first: TreeNode): CallChain {
  const links: ChainLink[] = []
  for (let node = first; ;) {
    const call = node.parent
    const name = call === null ? undefined : childNamed(call, 'MethodName')
    const list = call === null ? undefined : childNamed(call, 'ArgumentList')
    const dot = call === null ? undefined : childNamed(call, '.')
    if (call?.name !== 'MethodInvocation' || call.children[0] !== node) break
    if (name === undefined || list === undefined || dot === undefined) break
    links.push({ name: name.text, call, list, dot: dot.from })
    node = call
  }
  return { first, links }
}

/** What the calls of a chain set: their only argument, or nothing. */
export function chainWrites(
  { links }: CallChain,
  setters: readonly string[],
  isCertain = true,
): SourceWrite[] {
  return links
    .filter(({ name }) => setters.includes(name))
    .map(({ name, call, list }) => {
      const given = callArguments(call)
      return { name, value: given.length === 1 ? (given[0] as TreeNode) : list, isCertain }
    })
}

/** The variable or field that something is given to. */
export interface JavaBinding {
  /** Without `this.`. */
  readonly name: string
  readonly definition: TreeNode | undefined
  /** The declaration or assignment, if it is a statement in a block. */
  readonly statement: TreeNode | null
  readonly isField: boolean
}

export function bindingOf(file: JavaFile, chain: CallChain): JavaBinding | null {
  const end = chainEnd(chain)
  const holder = end.parent
  if (holder === null) return null
  const [target, equals, value] = codeChildren(holder)
  const isHolder = holder.name === 'VariableDeclarator' || holder.name === 'AssignmentExpression'
  if (!isHolder || target === undefined || equals?.text !== '=' || value !== end) return null
  const around = holder.parent
  const isStatement = /Block|Body$/.test(around?.parent?.name ?? '') && around?.name !== 'FieldDeclaration'
  const definition = target.name === 'Definition' ? target : definitionOf(file, lastName(target))
  return {
    name: lastName(target).text,
    definition,
    statement: isStatement ? around : null,
    isField: around?.name === 'FieldDeclaration',
  }
}

/** `x` of `this.x`. */
function lastName(target: TreeNode): TreeNode {
  return target.name === 'FieldAccess' ? (target.children.at(-1) as TreeNode) : target
}

/** What calls on the variable set later in the same function; anywhere in the file, for a field that is declared so. */
export function laterWrites(
  file: JavaFile,
  binding: JavaBinding,
  from: TreeNode,
  setters: readonly string[],
): SourceWrite[] {
  return callsOn(file, binding, from).flatMap(({ chain, isCertain }) =>
    chainWrites(chain, setters, isCertain),
  )
}

interface LaterCall {
  readonly chain: CallChain
  readonly isCertain: boolean
}

function callsOn(file: JavaFile, binding: JavaBinding, from: TreeNode): LaterCall[] {
  const { name, definition, statement, isField } = binding
  return findAll(file.root, 'Identifier').flatMap((use) => {
    if (use.text !== name) return []
    const isOfThis = use.parent?.name === 'FieldAccess' && use.parent.children[0]?.name === 'this'
    const chain = chainFrom(isOfThis ? use.parent : use)
    if (chain.links.length === 0 || definitionOf(file, use) !== definition) return []
    const isLater = use.from >= from.to && functionAround(use) === functionAround(from)
    if (!isField && !isLater) return []
    const own = closest(use, ({ parent }) => /Block|Body$/.test(parent?.name ?? ''))?.parent
    return [{ chain, isCertain: statement !== null && own === statement.parent }]
  })
}
