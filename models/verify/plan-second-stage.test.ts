import { describe, expect, it } from 'vitest'
import type { VerifyDesign } from '../artifacts/verify.ts'
import { verifyBlock, verifyPair } from '../report/verify-pairs.fixture.ts'
import { planSecondStage } from './plan-second-stage.ts'

const design: VerifyDesign = { firstPairs: 7, precision: 0.1, mostPairs: 28, mostMs: null }
const options = { step: 7, seed: 1 }

/** P99s after of 30 ms, before of so many. */
function pairsOf(beforeMs: readonly number[], tookMs = 8000) {
  return beforeMs.map((responseMs) => ({
    ...verifyPair(verifyBlock({ responseMs }), verifyBlock({ responseMs: 30 })),
    tookMs,
  }))
}

const steady = pairsOf([40, 40, 40, 40, 40, 40, 40])
const restless = pairsOf([40, 60, 38, 41, 36, 43, 40])
const wild = pairsOf([40, 400, 38, 20, 36, 430, 40])

describe('planSecondStage', () => {
  it('goes on for as long as the spread asks, in whole rounds', () => {
    expect(planSecondStage(design, steady, options)).toEqual({ needed: 7, planned: 7 })
    const { needed, planned } = planSecondStage({ ...design, precision: 0.3 }, restless, options)
    expect(needed).toBeGreaterThan(7)
    expect(needed).toBeLessThanOrEqual(28)
    expect(planned).toBe(Math.ceil((needed ?? 0) / 7) * 7)
    expect(planSecondStage(design, wild, options).planned).toBe(28)
  })

  it('does not look at the difference itself', () => {
    const mirrored = restless.map((pair) => ({ ...pair, before: pair.after, after: pair.before }))
    expect(planSecondStage(design, mirrored, options)).toEqual(planSecondStage(design, restless, options))
  })

  it('goes no further than there is time, as long as the first pairs took', () => {
    // 7 pairs of 8 s took 56 s; 100 s are for 12 pairs, 170 s for 21.
    expect(planSecondStage({ ...design, mostMs: 100_000 }, wild, options).planned).toBe(7)
    expect(planSecondStage({ ...design, mostMs: 170_000 }, wild, options).planned).toBe(21)
    expect(planSecondStage({ ...design, mostMs: 900_000 }, wild, options).planned).toBe(28)
  })

  it('has one stage where no precision is wanted, or nothing was answered', () => {
    expect(planSecondStage({ ...design, precision: null }, wild, options)).toEqual({
      needed: null,
      planned: 7,
    })
    const silent = { responseMs: 1 }
    const block = verifyBlock(silent)
    const empty = { ...block, measured: { ...block.measured, response: block.measured.service } }
    const unanswered = Array.from({ length: 7 }, () => verifyPair(empty, empty))
    expect(planSecondStage(design, unanswered, options)).toEqual({ needed: null, planned: 7 })
  })

  it('measures all there is time for where there are too few responses for a P99', () => {
    const two = pairsOf([40, 41])
    expect(planSecondStage({ ...design, firstPairs: 2 }, two, options)).toEqual({ needed: null, planned: 28 })
  })
})
