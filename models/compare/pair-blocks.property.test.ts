import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { sourceOf, steadyBlock } from './compared-source.fixture.ts'
import { pairBlocks } from './pair-blocks.ts'

const traffics = fc.array(fc.constantFrom('a', 'b', 'c', null), { maxLength: 12 })

function sourceWith(sent: ReadonlyArray<string | null>, seed = 1) {
  const comparability = { ...sourceOf([]).comparability, scenarioHash: 'abc', seed }
  return sourceOf(
    sent.map((traffic) => steadyBlock(1, { traffic })),
    { comparability },
  )
}

it('pairs blocks in which the same was sent, each once, as many as there are', () => {
  fc.assert(
    fc.property(traffics, traffics, (sentA, sentB) => {
      const pairs = pairBlocks(sourceWith(sentA), sourceWith(sentB))
      for (const { before, after } of pairs) {
        expect(sentA[before]).not.toBeNull()
        expect(sentA[before]).toBe(sentB[after])
      }
      expect(new Set(pairs.map(({ before }) => before)).size).toBe(pairs.length)
      expect(new Set(pairs.map(({ after }) => after)).size).toBe(pairs.length)
      const count = (sent: ReadonlyArray<string | null>, what: string) =>
        sent.filter((each) => each === what).length
      const most = ['a', 'b', 'c'].reduce(
        (sum, what) => sum + Math.min(count(sentA, what), count(sentB, what)),
        0,
      )
      expect(pairs.length).toBe(most < 2 ? 0 : most)
    }),
  )
})

it('pairs nothing of different seeds', () => {
  const sent = ['a', 'b', 'c']
  expect(pairBlocks(sourceWith(sent), sourceWith(sent))).toHaveLength(3)
  expect(pairBlocks(sourceWith(sent, 1), sourceWith(sent, 2))).toEqual([])
})
