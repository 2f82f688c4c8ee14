import { closest, codeChildren, type TreeNode } from '../syntax/lezer-tree.ts'
import type { SourceWrite } from '../syntax/lezer-tree-field.ts'
import { type CSharpFile, isWord, spanOf, splitAt, upTo } from './csharp-file.ts'

/** A `new SocketsHttpHandler` with what is set on it. */
export interface SocketHandler {
  /** From `new` to its last bracket. */
  readonly from: number
  readonly to: number
  readonly title: string
  /** Between the braces of its initializer; `null` where it has none. */
  readonly initializer: TreeNode | null
  readonly writes: readonly SourceWrite[]
  /** Why it cannot be read, as the rest of a sentence. */
  readonly problem: string | null
}

const HANDLER = 'SocketsHttpHandler'

/** All handlers that a file makes, in its order. */
export function findHandlers(file: CSharpFile): SocketHandler[] {
  const isOwn = file.lists.some((list) =>
    list.some(({ text }, i) => text === HANDLER && /^(?:class|struct|record)$/.test(list[i - 1]?.text ?? '')),
  )
  return file.lists
    .flatMap((list) => list.flatMap((_, at) => handlerAt(file, list, at, isOwn) ?? []))
    .toSorted((a, b) => a.from - b.from)
}

function handlerAt(
  file: CSharpFile,
  list: readonly TreeNode[],
  at: number,
  isOwn: boolean,
): SocketHandler | null {
  const keyword = list[at] as TreeNode
  if (keyword.text !== 'new') return null
  const type = typeAfter(list, at + 1)
  const isTargetTyped =
    type.length === 0 && list[at + 1]?.name === 'Group' && isDeclaredHandler(list, at, isOwn)
  if (!isTargetTyped && !isHandler(type, isOwn)) return null
  const rest = list.slice(at + 1 + type.length)
  const group = rest[0]?.name === 'Group' ? rest[0] : undefined
  const block = rest[group === undefined ? 0 : 1]
  const initializer = block?.name === 'Block' ? block : null
  if (group === undefined && initializer === null) return null
  const end = initializer ?? group
  return {
    from: keyword.from,
    to: end?.to ?? keyword.to,
    title: `new ${type.map(({ text }) => text).join('') || HANDLER}`,
    initializer,
    writes: [...initialWrites(file, initializer), ...assignedWrites(file, list, at)],
    problem:
      initializer !== null && hasCondition(initializer) ? 'holds lines with #if: change it by hand' : null,
  }
}

/** The nodes of a name with dots. */
function typeAfter(list: readonly TreeNode[], from: number): readonly TreeNode[] {
  let to = from
  while (isWord(list[to]) || (to > from && /^[.:]$/.test(list[to]?.name ?? ''))) to++
  return list.slice(from, to)
}

function isHandler(type: readonly TreeNode[], isOwn: boolean): boolean {
  const name = type.map(({ text }) => text).join('')
  return (name === HANDLER && !isOwn) || /^(?:global::)?System\.Net\.Http\.SocketsHttpHandler$/.test(name)
}

/** `SocketsHttpHandler x = new(…)`, also as a property, or as what a method gives. */
function isDeclaredHandler(list: readonly TreeNode[], at: number, isOwn: boolean): boolean {
  let before = at - 1
  if (!/^(?:=|=>)$/.test(list[before]?.name ?? '')) return false
  before--
  if (/^(?:Block|Group)$/.test(list[before]?.name ?? '')) before--
  if (!isWord(list[before])) return false
  before--
  if (list[before]?.name === '?') before--
  const type = list[before]
  const isWhole = list[before - 1]?.name !== '.'
  return type?.text === HANDLER && (isWhole ? !isOwn : list[before - 2]?.text === 'Http')
}

function initialWrites(file: CSharpFile, initializer: TreeNode | null): SourceWrite[] {
  if (initializer === null) return []
  return splitAt(codeChildren(initializer).slice(1, -1), ',').flatMap(([name, equals, first, ...more]) =>
    isWord(name) && equals?.name === '=' && first !== undefined
      ? [{ name: name.text, value: spanOf(file, [first, ...more]), isCertain: true }]
      : [],
  )
}

/** Assignments to properties of what the handler is given to, in the rest of the block around it. */
function assignedWrites(file: CSharpFile, list: readonly TreeNode[], at: number): SourceWrite[] {
  const variable = list[at - 2]
  if (list[at - 1]?.name !== '=' || !isWord(variable)) return []
  const creation = list[at] as TreeNode
  const block = closest(creation.parent, ({ name }) => name === 'Block' || name === 'Root') as TreeNode
  return file.lists.flatMap((other) =>
    other.flatMap((node, i): SourceWrite[] => {
      const [dot, property, operator] = other.slice(i + 1, i + 4)
      const isMeant = node.text === variable.text && isWord(node) && dot?.name === '.' && isWord(property)
      if (!isMeant || !/^(?:[^=!<>]{0,2}=)$/.test(operator?.name ?? '')) return []
      if (node.from < creation.from || node.to > block.to || !isVariable(other, i)) return []
      const [first, ...more] = upTo(other.slice(i + 4), ';')
      if (first === undefined) return []
      const isPlain = operator?.name === '='
      const value = isPlain
        ? spanOf(file, [first, ...more])
        : spanOf(file, [property, ...other.slice(i + 3, i + 5)])
      const isCertain = other[0]?.parent === creation.parent && !hasCondition(block)
      return [{ name: property.text, value, isCertain }]
    }),
  )
}

/** Whether a name is no member of something other than `this`. */
function isVariable(list: readonly TreeNode[], at: number): boolean {
  return list[at - 1]?.name !== '.' || list[at - 2]?.text === 'this'
}

/** Whether parts of a block depend on the preprocessor. */
function hasCondition(block: TreeNode): boolean {
  return block.children.some(
    ({ name, text }) => name === 'Comment' && /^#\s*(?:if|elif|else|endif)\b/.test(text),
  )
}
