import type { NodeType, Tree, TreeCursor } from '@lezer/common'
import { ConfigEditError } from '../config-dialect.ts'

/** A node of a syntax tree, read only; offsets are UTF-16 units of the file. */
export interface TreeNode {
  /** As the grammar calls it: `CallExpr`, or the token itself: `,`. */
  readonly name: string
  readonly from: number
  readonly to: number
  /** The file's text from `from` to `to`. */
  readonly text: string
  readonly parent: TreeNode | null
  /** In the order of the file, comments and punctuation included. */
  readonly children: readonly TreeNode[]
  /** Something unexpected, or, where it is empty, something that is missing. */
  readonly isError: boolean
}

class Node implements TreeNode {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly parent: TreeNode | null
  readonly isError: boolean
  readonly children: Node[] = []
  readonly #file: string

  constructor(
    { name, isError }: { readonly name: string; readonly isError: boolean },
    [from, to]: readonly [number, number],
    parent: TreeNode | null,
    file: string,
  ) {
    this.name = name
    this.isError = isError
    this.from = from
    this.to = to
    this.parent = parent
    this.#file = file
  }

  get text(): string {
    return this.#file.slice(this.from, this.to)
  }
}

/**
 * The tree over the text that it was parsed from, or over one of the same length.
 *
 * @throws ConfigEditError where it is deeper than the parser can keep
 */
export function readTree(tree: Tree, text: string): TreeNode {
  const cursor = tree.cursor()
  const root = new Node(cursor.type, [cursor.from, cursor.to], null, text)
  let parent = root
  let descended = cursor.firstChild()
  while (descended) {
    const node = new Node(typeOf(cursor), [cursor.from, cursor.to], parent, text)
    parent.children.push(node)
    if (cursor.firstChild()) {
      parent = node
      continue
    }
    while (!cursor.nextSibling()) {
      descended = cursor.parent() && parent !== root
      if (!descended) break
      parent = parent.parent as Node
    }
  }
  return root
}

/** The parser counts nodes in 16 bits where they are small: thousands in one another overflow, and some have no type. */
function typeOf(cursor: TreeCursor): NodeType {
  const type: NodeType | undefined = cursor.type
  if (type !== undefined) return type
  throw new ConfigEditError('the syntax is too deep to be read', Math.max(0, cursor.from))
}

/**
 * The tree, if there is nothing wrong with it.
 *
 * @throws ConfigEditError at the first error in it
 */
export function soundTree(root: TreeNode): TreeNode {
  for (const node of descendants(root)) {
    if (node.isError) throw syntaxError(node)
  }
  return root
}

/** What is wrong at an error node. */
export function syntaxError(error: TreeNode): ConfigEditError {
  const unexpected = error.text.trim().split(/\s/)[0] ?? ''
  const message =
    unexpected === ''
      ? `the syntax is wrong here: something is missing in ${kindOf(error)}`
      : `the syntax is wrong here: ${unexpected.slice(0, 40)} is not expected in ${kindOf(error)}`
  return new ConfigEditError(message, error.from)
}

/** `CallExpr` as `call expr`. */
function kindOf({ parent }: TreeNode): string {
  const name = parent?.name ?? 'file'
  return `the ${name.replace(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()}`
}

/** All nodes below, in the order of the file, each before what it holds. */
export function* descendants(root: TreeNode): Generator<TreeNode> {
  const waiting = [...root.children].toReversed()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node
    for (let i = node.children.length - 1; i >= 0; i--) waiting.push(node.children[i] as TreeNode)
  }
}

/** All nodes below that have one of the names. */
export function findAll(root: TreeNode, ...names: readonly string[]): TreeNode[] {
  return [...descendants(root)].filter(({ name }) => names.includes(name))
}

/** The first child of that name. */
export function childNamed(node: TreeNode, name: string): TreeNode | undefined {
  return node.children.find((child) => child.name === name)
}

/** The children without comments. */
export function codeChildren(node: TreeNode): TreeNode[] {
  return node.children.filter((child) => !isComment(child))
}

export function isComment({ name }: TreeNode): boolean {
  return name.endsWith('Comment')
}

/** The tokens of a node in the order of the file, comments left out; the node itself where it is one. */
export function tokensOf(node: TreeNode): TreeNode[] {
  const all = [node, ...descendants(node)]
  return all.filter((each) => each.children.length === 0 && !isComment(each))
}

/** The node itself or the nearest one around it for which the test holds. */
export function closest(node: TreeNode | null, test: (candidate: TreeNode) => boolean): TreeNode | undefined {
  for (let at = node; at !== null; at = at.parent) if (test(at)) return at
  return undefined
}
