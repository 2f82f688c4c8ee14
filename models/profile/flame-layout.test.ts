import { expect, it } from 'vitest'
import { layoutFlames } from './flame-layout.ts'
import type { StackProfile } from './stack-profile.ts'

const frame = (functionName: string) => ({ functionName, file: '/a.js', line: 1, column: 1 })

const profile: StackProfile = {
  unit: 'microseconds',
  frames: ['serve', 'b', 'a', 'rare', 'rarer'].map(frame),
  samples: [
    { stack: [1, 0], value: 400 },
    { stack: [2, 0], value: 300 },
    { stack: [1, 0], value: 100 },
    { stack: [3, 0], value: 6 },
    { stack: [4, 0], value: 4 },
    { stack: [0], value: 190 },
  ],
}

it('merges equal stacks, orders by name, and puts what is thin together', () => {
  const { boxes, frames, rows, total } = layoutFlames(profile, { minShare: 0.01 })
  const shown = boxes.map(({ frame: i, depth, from, width, self, total: all }) => [
    frames[i]?.functionName ?? null,
    depth,
    Number(from.toFixed(3)),
    Number(width.toFixed(3)),
    self,
    all,
  ])
  expect({ rows, total }).toEqual({ rows: 3, total: 1000 })
  expect(shown).toEqual([
    [null, 0, 0, 1, 0, 1000],
    ['serve', 1, 0, 1, 190, 1000],
    ['a', 2, 0, 0.3, 300, 300],
    ['b', 2, 0.3, 0.5, 500, 500],
    [null, 2, 0.8, 0.01, 10, 10],
  ])
  expect(frames.map(({ functionName }) => functionName)).toEqual(['serve', 'a', 'b'])
})

it('cuts stacks that are too deep, and has no box for nothing', () => {
  const deep = { ...profile, samples: [{ stack: Array.from({ length: 500 }, () => 1), value: 5 }] }
  const { rows, boxes } = layoutFlames(deep, { maxRows: 10 })
  expect(rows).toBe(10)
  expect(boxes.at(-1)).toMatchObject({ depth: 9, self: 5 })
  expect(layoutFlames({ ...profile, samples: [] })).toMatchObject({ boxes: [], rows: 0, total: 0 })
})
