import { describe, expect, it } from 'vitest'
import type { VerifyArtifact } from '../artifacts/verify.ts'
import { thresholdOf } from '../thresholds/threshold.fixture.ts'
import { verifyBlock as block, verifyPair as pair } from './verify-pairs.fixture.ts'
import { verifyThresholds } from './verify-thresholds.ts'

const quick = thresholdOf('responseTime', 'avg<1.2')
const many = thresholdOf('requests', 'count>=200')
const pairs = [1, 2].map((responseMs) => pair(block({ responseMs: 50 }), block({ responseMs })))

describe('verifyThresholds', () => {
  it('looks at the blocks with the settings to be verified, all together', () => {
    expect(verifyThresholds([quick, many], { planned: 2, pairs })).toMatchObject([
      { threshold: quick, passed: false, value: expect.closeTo(1.5, 9), samples: 200, aborted: false },
      { threshold: many, passed: true, value: 200, samples: 200 },
    ])
  })

  it('says which threshold ended the run, and counts the block that it ended', () => {
    const { measured } = block({ responseMs: 3 })
    const verify: VerifyArtifact = { planned: 7, pairs, stopped: { threshold: 1, measured } }
    expect(verifyThresholds([quick, many], verify)).toMatchObject([
      { passed: false, value: expect.closeTo(2, 9), samples: 300, aborted: false },
      { passed: false, value: 300, aborted: true },
    ])
    const alone: VerifyArtifact = { planned: 7, pairs: [], stopped: { threshold: 0, measured } }
    expect(verifyThresholds([quick], alone)).toMatchObject([{ value: expect.closeTo(3, 9), aborted: true }])
    const unpaired: VerifyArtifact = { planned: 7, pairs, stopped: { threshold: 0, measured: null } }
    expect(verifyThresholds([quick], unpaired)).toMatchObject([{ samples: 200, aborted: true }])
  })

  it('has nothing to say before anything was verified', () => {
    expect(verifyThresholds([quick], null)).toEqual([])
    expect(verifyThresholds([quick], { planned: 7, pairs: [] })).toEqual([])
    expect(verifyThresholds([], { planned: 2, pairs })).toEqual([])
  })
})
