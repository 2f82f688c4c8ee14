import { expect, test } from 'vitest'
import { fromPprof } from './from-pprof.ts'
import type { PlainPprof } from './plain-pprof.ts'

const HEAP: PlainPprof = {
  sampleTypes: [
    { type: 'alloc_space', unit: 'bytes' },
    { type: 'inuse_space', unit: 'bytes' },
    { type: 'cpu', unit: 'nanoseconds' },
    { type: 'weight', unit: 'grams' },
  ],
  samples: [
    { locationIds: [1, 2], values: [4096, 1024, 2500, 1] },
    { locationIds: [3, 2], values: [512, 0, 0, 1] },
    { locationIds: [9, 4], values: [1, 7, 1000, 1] },
  ],
  locations: [
    // keep was inlined into handle.
    {
      id: 1,
      lines: [
        { functionId: 1, line: 25, column: 3 },
        { functionId: 2, line: 40, column: 0 },
      ],
    },
    { id: 2, lines: [{ functionId: 3, line: 8, column: 0 }] },
    { id: 3, lines: [{ functionId: 1, line: 23, column: 0 }] },
    { id: 4, lines: [] },
  ],
  functions: [
    { id: 1, name: 'main.keep', file: '/app/main.go', startLine: 0 },
    { id: 2, name: 'main.handle', file: '/app/main.go', startLine: 38 },
    { id: 3, name: '', file: '', startLine: 0 },
  ],
}
const KEEP = { functionName: 'main.keep', file: '/app/main.go', line: 23, column: 0 }
const HANDLE = { functionName: 'main.handle', file: '/app/main.go', line: 38, column: 0 }
const NAMELESS = { functionName: '(anonymous)', file: '', line: 8, column: 0 }

test('a function is where it begins, or where it was first seen, and inlined functions have frames of their own', () => {
  const { unit, frames, samples } = fromPprof(HEAP, 'alloc_space')
  expect(unit).toBe('bytes')
  expect(samples.map(({ value }) => value)).toEqual([4096, 512, 1])
  const stacks = samples.map(({ stack }) => stack.map((index) => frames[index]))
  expect(stacks).toEqual([[KEEP, HANDLE, NAMELESS], [KEEP, NAMELESS], [{ ...NAMELESS, line: 0 }]])
})

test('each type has values of its own, and what is 0 is left out', () => {
  expect(fromPprof(HEAP, 'inuse_space').samples.map(({ value }) => value)).toEqual([1024, 7])
  const cpu = fromPprof(HEAP, 'cpu')
  expect([cpu.unit, ...cpu.samples.map(({ value }) => value)]).toEqual(['microseconds', 2.5, 1])
})

test('says which types there are', () => {
  expect(() => fromPprof(HEAP, 'goroutine')).toThrow(
    'no samples of type goroutine (it has alloc_space, inuse_space, cpu, weight)',
  )
  expect(() => fromPprof(HEAP, 'weight')).toThrow('the unit grams of a profile is not known')
})
