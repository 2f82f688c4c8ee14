import { parser } from 'lezer-csharp-simple'
import { plainCSharp } from './csharp-tree-plain.ts'
import { readTree, soundTree, type TreeNode } from './lezer-tree.ts'

/**
 * The tokens of C# source, those between braces and brackets in a `Block` or `Group` each; punctuation is named by its
 * text. The grammar knows no more than that.
 *
 * @throws ConfigEditError where brackets do not match, or at something that is no token
 */
export function parseCSharp(text: string): TreeNode {
  return soundTree(named(readTree(parser.parse(plainCSharp(text)), text)))
}

interface NamedNode extends TreeNode {
  readonly children: NamedNode[]
}

function named(root: TreeNode): TreeNode {
  const top = copyOf(root, null)
  const waiting = [{ node: root, copy: top }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const node of next.node.children) {
      const copy = copyOf(node, next.copy)
      next.copy.children.push(copy)
      waiting.push({ node, copy })
    }
  }
  return top
}

function copyOf({ name, from, to, text, isError }: TreeNode, parent: NamedNode | null): NamedNode {
  return { name: name === 'Punctuation' ? text : name, from, to, text, parent, isError, children: [] }
}
