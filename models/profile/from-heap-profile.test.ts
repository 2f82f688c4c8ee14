import { expect, it } from 'vitest'
import { fromHeapProfile } from './from-heap-profile.ts'
import type { HeapSamplingNode } from './heap-sampling-profile.ts'
import { plantedHeap } from './planted-heap.fixture.ts'
import { profileTotal } from './profile-total.ts'
import { topFunctions } from './top-functions.ts'

it('holds all bytes of a profile that Node recorded, with the functions that allocated them', () => {
  const profile = fromHeapProfile(plantedHeap)
  const sizes = (node: HeapSamplingNode): number =>
    node.children.reduce((sum, child) => sum + sizes(child), node.selfSize)
  expect(profile.unit).toBe('bytes')
  expect(profileTotal(profile)).toBe(sizes(plantedHeap.head))
  const own = topFunctions(profile).filter(({ kind }) => kind === 'own')
  // Where V8 has put a function into its caller, what it allocates is its caller's.
  expect(own.map(({ functionName, file, line, total }) => [functionName, file, line, total])).toEqual([
    ['serve', '/srv/app/server.mjs', 7, 6_890_056],
    ['rememberRequest', '/srv/app/server.mjs', 4, 1_282_352],
    ['(module)', '/srv/app/server.mjs', 1, 6_890_056],
  ])
})

it('manages stacks deeper than what may call itself', () => {
  const callFrame = { functionName: 'f', scriptId: '0', url: 'a.js', lineNumber: 0, columnNumber: 0 }
  let node: HeapSamplingNode = { callFrame, selfSize: 7, id: 0, children: [] }
  for (let id = 1; id <= 1000; id++) node = { callFrame, selfSize: 0, id, children: [node] }
  const profile = fromHeapProfile({ head: node })
  expect(profile.samples.map(({ stack, value }) => [stack.length, value])).toEqual([[1000, 7]])
})
