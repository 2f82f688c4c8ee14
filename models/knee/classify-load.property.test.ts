import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyLoad, conditionalThroughput } from './classify-load.ts'
import type { JudgedTrial, SearchGoal } from './search-goal.ts'

// Durations and exceed ratios in binary fractions, so that equal sums are equal.
const goals: fc.Arbitrary<SearchGoal> = fc.record({
  finalTrialMs: fc.constantFrom(1024, 2048),
  initialTrialMs: fc.constant(512),
  durationSumMs: fc.constantFrom(2048, 4096, 8192),
  lossRatio: fc.constantFrom(0, 0.01),
  failureRatio: fc.constantFrom(0.001, 1),
  exceedRatio: fc.constantFrom(0, 0.25, 0.5, 0.75),
  relativeWidth: fc.constant(0.05),
})

const trial: fc.Arbitrary<JudgedTrial> = fc.record({
  durationMs: fc.constantFrom(512, 1024, 2048, 4096),
  lossRatio: fc.constantFrom(0, 0.01, 0.5),
  failureRatio: fc.constantFrom(0, 0.01),
})

const durationMs = fc.constantFrom(512, 1024, 2048, 4096)
const order = { upper: 0, undecided: 1, lower: 2 } as const

describe('classifying a load', () => {
  test('a trial that meets the goal never speaks against the load', () => {
    fc.assert(
      fc.property(goals, fc.array(trial), durationMs, (goal, trials, length) => {
        const better = [...trials, { durationMs: length, lossRatio: 0, failureRatio: 0 }]
        expect(order[classifyLoad(better, goal)]).toBeGreaterThanOrEqual(order[classifyLoad(trials, goal)])
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  test('a trial that misses the goal never speaks for the load', () => {
    fc.assert(
      fc.property(goals, fc.array(trial), durationMs, (goal, trials, length) => {
        const worse = [...trials, { durationMs: length, lossRatio: 1, failureRatio: 1 }]
        const goalThatFails = { ...goal, failureRatio: 0.001 }
        expect(order[classifyLoad(worse, goalThatFails)]).toBeLessThanOrEqual(
          order[classifyLoad(trials, goalThatFails)],
        )
      }),
      { seed: 2, numRuns: 1000 },
    )
  })

  test('full-length trials as long as the duration sum decide', () => {
    fc.assert(
      fc.property(goals, fc.array(trial), (goal, trials) => {
        const full = trials.filter((each) => each.durationMs >= goal.finalTrialMs)
        fc.pre(full.reduce((sum, each) => sum + each.durationMs, 0) >= goal.durationSumMs)
        expect(classifyLoad(trials, goal)).not.toBe('undecided')
      }),
      { seed: 3 },
    )
  })

  test('the order of the trials does not matter', () => {
    fc.assert(
      fc.property(goals, fc.array(trial), (goal, trials) => {
        const turned = trials.toReversed()
        expect(classifyLoad(turned, goal)).toBe(classifyLoad(trials, goal))
        expect(conditionalThroughput(100, turned, goal)).toBe(conditionalThroughput(100, trials, goal))
      }),
      { seed: 4 },
    )
  })

  test('of a lower bound decided by full-length trials, no more than the goal allows is lost', () => {
    fc.assert(
      fc.property(goals, fc.array(trial), (goal, trials) => {
        const full = trials.filter((each) => each.durationMs >= goal.finalTrialMs)
        fc.pre(classifyLoad(full, { ...goal, failureRatio: 1 }) === 'lower')
        expect(conditionalThroughput(100, full, goal)).toBeGreaterThanOrEqual(100 * (1 - goal.lossRatio))
      }),
      { seed: 5 },
    )
  })
})
