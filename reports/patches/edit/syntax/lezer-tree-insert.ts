import type { Splice } from '../config-dialect.ts'
import { codeChildren, descendants, isComment, type TreeNode } from './lezer-tree.ts'

/** Where in a file a list between brackets stands: an object literal, arguments. */
export interface BracketedList {
  readonly root: TreeNode
  /** The node whose children are brackets, items and commas. */
  readonly list: TreeNode
  /** One level of indentation. */
  readonly indent: string
  /** What stands between bracket and item in a list on one line. */
  readonly padding: '' | ' '
  /** Whether lines are set apart from those before by an empty one. */
  readonly isApart?: boolean
}

/**
 * What adds items at the end of a list, as the list has them: on lines of their own where its end has a line of its own,
 * with a comma at the end where there is one.
 */
export function insertItems(at: BracketedList, added: readonly string[]): Splice[] {
  if (added.length === 0) return []
  const code = codeChildren(at.list)
  const close = code.at(-1) as TreeNode
  const before = code.at(-2) as TreeNode
  const isEmpty = code.length === 2
  const hasComma = before.name === ','
  const own = lineOf(at.root.text, before.to) !== lineOf(at.root.text, close.from)
  if (!own)
    return [{ from: before.to, to: before.to, text: onOneLine(at, added, { isEmpty, hasComma, close }) }]
  const last = isEmpty ? before : (code.at(hasComma ? -3 : -2) as TreeNode)
  const indent = isEmpty ? indentAt(at.root.text, before.from) + at.indent : itemIndent(at, last)
  const newline = newlineOf(at.root.text)
  const endsWithComma = isEmpty || hasComma
  const lines = added.map((item, i) => {
    const comma = endsWithComma || i < added.length - 1 ? ',' : ''
    const apart = at.isApart === true && i === 0 ? newline : ''
    return `${apart}${newline}${indent}${item}${comma}`
  })
  const from = endOfLineAfter(at.root, before.to)
  const comma = endsWithComma ? [] : [{ from: before.to, to: before.to, text: ',' }]
  return [...comma, { from, to: from, text: lines.join('') }]
}

function onOneLine(
  { root, padding }: BracketedList,
  added: readonly string[],
  list: { readonly isEmpty: boolean; readonly hasComma: boolean; readonly close: TreeNode },
): string {
  const items = added.join(', ')
  if (list.hasComma) return ` ${items},`
  if (!list.isEmpty) return `, ${items}`
  const isSpaced = /\s/.test(root.text[list.close.from - 1] ?? '')
  return `${padding}${items}${isSpaced ? '' : padding}`
}

/** The indentation of an item that begins a line, or one level more than that of the line on which the list begins. */
function itemIndent({ root, list, indent }: BracketedList, item: TreeNode): string {
  const open = list.children[0] as TreeNode
  return lineOf(root.text, item.from) === lineOf(root.text, open.from)
    ? indentAt(root.text, open.from) + indent
    : indentAt(root.text, item.from)
}

/** The blanks at the beginning of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? ''
}

/** The line break that the file uses. */
export function newlineOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n'
}

/** One level of indentation of a file: that of its first indented line. */
export function indentUnitOf(text: string): string {
  return /^(?:\t| {2,8}(?=[^ *]))/m.exec(text)?.[0] ?? '  '
}

/** The end of the line of an offset where nothing but comments that end there stands between; the offset itself else. */
export function endOfLineAfter(root: TreeNode, offset: number): number {
  const { text } = root
  const at = text.indexOf('\n', offset)
  const end = at < 0 ? text.length : text[at - 1] === '\r' ? at - 1 : at
  let reached = offset
  for (const node of descendants(root)) {
    if (node.from < offset || node.from >= end || !isComment(node)) continue
    const to = text[node.to - 1] === '\r' ? node.to - 1 : node.to
    if (text.slice(reached, node.from).trim() !== '' || to > end) return offset
    reached = to
  }
  return text.slice(reached, end).trim() === '' ? end : offset
}

function lineOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1)
}
