import { parseCSharp } from '../syntax/csharp-tree.ts'
import { codeChildren, descendants, type TreeNode } from '../syntax/lezer-tree.ts'

/** A C# source file, as tokens in nested brackets. */
export interface CSharpFile {
  readonly root: TreeNode
  /** Every list of tokens: of the file, and between each pair of braces or brackets, without comments. */
  readonly lists: readonly (readonly TreeNode[])[]
  /** What `using` names. */
  readonly namespaces: readonly string[]
}

/** @throws ConfigEditError where brackets do not match */
export function readCSharpFile(text: string): CSharpFile {
  const root = parseCSharp(text)
  const nested = [...descendants(root)].filter(({ name }) => name === 'Block' || name === 'Group')
  const lists = [root, ...nested].map(codeChildren)
  return { root, lists, namespaces: lists.flatMap(usings) }
}

function usings(list: readonly TreeNode[]): string[] {
  return list.flatMap((node, i) => {
    if (node.text !== 'using') return []
    const rest = list.slice(i + 1)
    const end = rest.findIndex(({ name }) => name === ';')
    const path = rest.slice(0, end).map(({ text }) => text)
    return end > 0 && path.every((part) => /^(?:\w+|\.)$/.test(part)) ? [path.join('')] : []
  })
}

/** A name, or a word that the grammar takes for a keyword. */
export function isWord(node: TreeNode | undefined): node is TreeNode {
  return node?.name === 'Identifier' || node?.name === 'Keyword'
}

/** The nodes up to the first that is named so, or all. */
export function upTo(nodes: readonly TreeNode[], end: string): readonly TreeNode[] {
  const at = nodes.findIndex(({ name }) => name === end)
  return at < 0 ? nodes : nodes.slice(0, at)
}

/** The nodes between those named so. */
export function splitAt(nodes: readonly TreeNode[], separator: string): TreeNode[][] {
  const parts: TreeNode[][] = [[]]
  for (const node of nodes) {
    if (node.name === separator) parts.push([])
    else parts.at(-1)?.push(node)
  }
  return parts.filter(({ length }) => length > 0)
}

/** Nodes that follow each other as one. */
export function spanOf({ root }: CSharpFile, nodes: readonly [TreeNode, ...TreeNode[]]): TreeNode {
  const [{ from, parent }] = nodes
  const to = nodes.at(-1)?.to ?? from
  return {
    name: 'Span',
    from,
    to,
    text: root.text.slice(from - root.from, to - root.from),
    parent,
    children: nodes,
    isError: false,
  }
}

/** The statement that a node of a list belongs to, from its beginning. */
export function statementStart(list: readonly TreeNode[], at: number): number {
  const before = list.slice(0, at)
  return before.findLastIndex(({ name }) => name === ';' || name === '{' || name === 'Block') + 1
}
