import { FrameTable, frameOfCall } from './frame-table.ts'
import type { HeapSamplingNode, HeapSamplingProfile } from './heap-sampling-profile.ts'
import type { StackProfile, StackSample } from './stack-profile.ts'

/** Where what is live was allocated, in bytes. The root is no function: no stack has it. */
export function fromHeapProfile({ head }: HeapSamplingProfile): StackProfile {
  const table = new FrameTable()
  const samples: StackSample[] = []
  const left: Array<{ readonly node: HeapSamplingNode; readonly callers: readonly number[] }> = [
    { node: head, callers: [] },
  ]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, callers } = next
    const stack = node === head ? callers : [table.indexOf(frameOfCall(node.callFrame)), ...callers]
    if (node.selfSize > 0) samples.push({ stack, value: node.selfSize })
    for (const child of node.children) left.push({ node: child, callers: stack })
  }
  return { unit: 'bytes', frames: table.frames, samples }
}
