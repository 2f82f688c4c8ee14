import type { CpuProfile, CpuProfileNode } from './cpu-profile.ts'
import { FrameTable, frameOfCall } from './frame-table.ts'
import type { Frame } from './stack-profile.ts'

/** The stacks that the nodes of a CPU profile stand for. */
export interface NodeStacks {
  readonly frames: readonly Frame[]
  /** By id of the node: indexes of frames, the innermost function first; nothing for the root and for ids unknown. */
  readonly stackOf: (nodeId: number) => readonly number[]
}

/** The root of a profile is no function: no stack has it. */
export function nodeStacks({ nodes }: Pick<CpuProfile, 'nodes'>): NodeStacks {
  const table = new FrameTable()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map<number, CpuProfileNode>()
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node)
  const stacks = new Map<number, readonly number[]>()
  const frameOf = (node: CpuProfileNode) => table.indexOf(frameOfCall(node.callFrame))

  const stackOf = (nodeId: number): readonly number[] => {
    const known = stacks.get(nodeId)
    if (known !== undefined) return known
    const stack: number[] = []
    for (let node = byId.get(nodeId); node !== undefined && stack.length <= nodes.length;) {
      if (!isRoot(node)) stack.push(frameOf(node))
      node = parents.get(node.id)
    }
    stacks.set(nodeId, stack)
    return stack
  }
  for (const { id } of nodes) stackOf(id)
  return { frames: table.frames, stackOf }
}

function isRoot({ callFrame }: CpuProfileNode): boolean {
  return callFrame.functionName === '(root)' && callFrame.url === ''
}
