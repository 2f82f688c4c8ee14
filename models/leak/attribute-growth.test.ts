import { describe, expect, test } from 'vitest'
import type { Frame, StackProfile } from '../profile/stack-profile.ts'
import { attributeGrowth } from './attribute-growth.ts'

const KIB = 1024
const intervalBytes = 32 * KIB
const frames: readonly Frame[] = [
  { functionName: 'set', file: 'node:internal/map', line: 3, column: 1 },
  { functionName: 'remember', file: '/app/server.js', line: 12, column: 7 },
  { functionName: 'handle', file: '/app/server.js', line: 30, column: 1 },
  { functionName: 'compile', file: '/app/node_modules/ajv/core.js', line: 9, column: 1 },
]

function live(...samples: ReadonlyArray<readonly [stack: readonly number[], kib: number]>): StackProfile {
  return { unit: 'bytes', frames, samples: samples.map(([stack, kib]) => ({ stack, value: kib * KIB })) }
}

const REMEMBER = [0, 1, 2]
const HANDLE = [2]
const COMPILE = [3]

test('names the function that kept 8 MiB, what it is a request, and how surely', () => {
  const before = live([REMEMBER, 1024], [HANDLE, 2048])
  const after = live([REMEMBER, 5 * 1024], [[1, 2], 4 * 1024], [HANDLE, 2080])
  const { sites, grownBytes } = attributeGrowth(before, after, { intervalBytes, requests: 1000 })
  expect(sites.length).toBe(1)
  expect(sites[0]).toMatchObject({ functionName: 'remember', file: '/app/server.js', line: 12, column: 7 })
  const { bytes, bytesPerRequest, share } = sites[0] ?? { bytes: null, bytesPerRequest: null, share: 0 }
  expect(bytes?.value).toBeCloseTo(8 * KIB * KIB, 3)
  // 288 samples after and 32 before: a standard deviation of √320 samples, near enough.
  const deviation = Math.sqrt(320) * intervalBytes
  expect((bytes?.value ?? 0) - (bytes?.low ?? 0)).toBeGreaterThan(1.8 * deviation)
  expect((bytes?.value ?? 0) - (bytes?.low ?? 0)).toBeLessThan(2.2 * deviation)
  expect(bytesPerRequest?.value).toBeCloseTo((8 * KIB * KIB) / 1000, 6)
  expect(share).toBeCloseTo(8192 / 8224, 12)
  expect(grownBytes).toBe(8224 * KIB)
})

test('ranks those that grew, and leaves out those that may not have', () => {
  const before = live([COMPILE, 320])
  const after = live([REMEMBER, 2048], [HANDLE, 4096], [COMPILE, 352])
  const { sites } = attributeGrowth(before, after, { intervalBytes, requests: 10 })
  expect(sites.map(({ functionName }) => functionName)).toEqual(['handle', 'remember'])
})

test('what was allocated outside of any function has a line of its own', () => {
  const { sites } = attributeGrowth(live(), live([[], 4096]), { intervalBytes, requests: 10 })
  expect(sites[0]).toMatchObject({ functionName: '(outside of any function)', file: '', line: 0, share: 1 })
})

test('as many sites, as much less is each believed', () => {
  const many = Array.from({ length: 200 }, (_, i) => ({
    functionName: `f${i}`,
    file: '/app/a.js',
    line: i + 1,
    column: 1,
  }))
  const grown = (count: number): StackProfile => ({
    unit: 'bytes',
    frames: many,
    samples: many.slice(0, count).map((_, i) => ({ stack: [i], value: 6 * intervalBytes })),
  })
  const options = { intervalBytes, requests: 10 }
  expect(attributeGrowth(live(), grown(1), options).sites.length).toBe(1)
  expect(attributeGrowth(live(), grown(200), options).sites.length).toBe(0)
})

describe('refuses', () => {
  test.each([
    { intervalBytes: 0, requests: 1 },
    { intervalBytes: 1, requests: 0 },
    { intervalBytes: Number.NaN, requests: 1 },
  ])('%j', (options) => {
    expect(() => attributeGrowth(live(), live(), options)).toThrow(RangeError)
  })

  test('a profile of time', () => {
    const time: StackProfile = { unit: 'microseconds', frames, samples: [{ stack: [1], value: 1 }] }
    expect(() => attributeGrowth(live(), time, { intervalBytes, requests: 1 })).toThrow('live bytes')
  })
})
