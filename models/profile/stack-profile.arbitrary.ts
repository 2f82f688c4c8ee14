import * as fc from 'fast-check'
import type { CpuProfile, CpuProfileNode } from './cpu-profile.ts'
import type { Frame, StackProfile, StackSample } from './stack-profile.ts'

const frame: fc.Arbitrary<Frame> = fc.record({
  functionName: fc.constantFrom('handle', 'parse', '(garbage collector)', '(idle)', 'run', '<b>&"\'`', 'ж '),
  file: fc.constantFrom('', '/srv/app/server.js', '/srv/app/node_modules/a/index.js', 'node:internal/fs'),
  line: fc.integer({ min: 0, max: 40 }),
  column: fc.integer({ min: 0, max: 3 }),
})

/** With whole numbers as values, so that sums are exact in any order. */
export const stackProfile: fc.Arbitrary<StackProfile> = fc
  .uniqueArray(frame, { selector: (each) => JSON.stringify(each), minLength: 1, maxLength: 12 })
  .chain((frames) =>
    fc.record({
      unit: fc.constant('microseconds' as const),
      frames: fc.constant(frames),
      samples: fc.array(
        fc.record({
          stack: fc.array(fc.nat(frames.length - 1), { maxLength: 6 }),
          value: fc.integer({ min: 1, max: 100_000 }),
        }),
        { maxLength: 25 },
      ),
    }),
  )

/** Profiles that are the same but for numbers of frames, order and equal stacks give the same. */
export function canonical({ unit, frames, samples }: StackProfile): unknown {
  const sums = new Map<string, number>()
  for (const { stack, value } of samples) {
    const key = JSON.stringify(stack.map((index) => frames[index]))
    sums.set(key, value + (sums.get(key) ?? 0))
  }
  return { unit, sums: [...sums].sort(([a], [b]) => (a < b ? -1 : 1)) }
}

/** A CPU profile that spent its time so: one chain of nodes for each sample. */
export function asCpuProfile({ frames, samples }: StackProfile): CpuProfile {
  const nodes: Array<CpuProfileNode & { children: number[] }> = [nodeOf(1, '(root)', '', 0, 0)]
  const tops = samples.map(({ stack }: StackSample) => {
    let parent = nodes[0] as (typeof nodes)[number]
    for (const index of stack.toReversed()) {
      const { functionName, file, line, column } = frames[index] as Frame
      const node = nodeOf(nodes.length + 1, functionName, file, line, column)
      nodes.push(node)
      parent.children.push(node.id)
      parent = node
    }
    return parent.id
  })
  const total = samples.reduce((sum, { value }) => sum + value, 0)
  return {
    nodes,
    startTime: 1000,
    endTime: 1000 + total,
    samples: tops,
    timeDeltas: samples.map((_, i) => samples[i - 1]?.value ?? 0),
  }
}

function nodeOf(id: number, functionName: string, url: string, line: number, column: number) {
  const callFrame = { functionName, scriptId: '0', url, lineNumber: line - 1, columnNumber: column - 1 }
  return { id, callFrame, children: [] }
}
