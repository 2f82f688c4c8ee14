import type { Splice } from '../config-dialect.ts'
import type { TreeNode } from './lezer-tree.ts'
import { endOfLineAfter, indentAt, newlineOf } from './lezer-tree-insert.ts'

/** One call of a chain of calls: `.name(…)`. */
export interface ChainLink {
  readonly name: string
  readonly call: TreeNode
  /** Between its brackets. */
  readonly list: TreeNode
  /** Where its dot stands, in UTF-16 units. */
  readonly dot: number
}

/** Calls on what a first expression gives, each on what the one before it gives. */
export interface CallChain {
  readonly first: TreeNode
  readonly links: readonly ChainLink[]
}

/** The whole expression. */
export function chainEnd({ first, links }: CallChain): TreeNode {
  return links.at(-1)?.call ?? first
}

/** Whether what the chain makes is built in it. */
export function isBuilt({ links }: CallChain): boolean {
  return links.some(isBuild)
}

function isBuild({ name }: ChainLink): boolean {
  return name.startsWith('build')
}

/** Adds calls before the one that builds, or at the end, on lines of their own where that one is on its own. */
export function addCalls(root: TreeNode, { first, links }: CallChain, calls: readonly string[]): Splice[] {
  if (calls.length === 0) return []
  const at = links.findIndex(isBuild)
  const before = (at < 0 ? links.at(-1) : links[at - 1])?.call ?? first
  const neighbour = at < 0 ? links.at(-1) : links[at]
  const indent = neighbour === undefined ? null : ownIndent(root.text, neighbour.dot)
  if (indent === null)
    return [{ from: before.to, to: before.to, text: calls.map((call) => `.${call}`).join('') }]
  const newline = newlineOf(root.text)
  const from = endOfLineAfter(root, before.to)
  return [{ from, to: from, text: calls.map((call) => `${newline}${indent}.${call}`).join('') }]
}

/** The indentation of what begins a line; `null` where something stands before it. */
function ownIndent(text: string, offset: number): string | null {
  const indent = indentAt(text, offset)
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return start + indent.length === offset ? indent : null
}
