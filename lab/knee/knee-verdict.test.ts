import { describe, expect, test } from 'vitest'
import {
  crashingTrial,
  kneeGoal,
  kneePlan,
  queueingTrial,
  resultOf,
  trialWith,
} from './knee-result.fixture.ts'
import { generatorOf, kneeEnd, kneeExitCode, kneeVerdict, percent } from './knee-verdict.ts'

const upTo200 = { ...kneePlan, search: { ...kneePlan.search, highestRate: 200 } }
const late = { driftP99Ms: 1, driftMaxMs: 2, latenessP99Ms: 35, latenessMaxMs: 60, cpuShare: 0.5 }

describe('the verdict on a search', () => {
  test('is VALID when the knee was found: 0', () => {
    const result = resultOf(queueingTrial(1000))
    expect([kneeEnd(result), kneeExitCode(result)]).toEqual(['found', 0])
    expect(kneeVerdict(result)).toEqual({
      verdict: 'VALID',
      figure: 'where the service level was met, requests went out at most 0.5 ms late (P99)',
      advice: null,
    })
  })

  test('is VALID when there is none in the range: 93', () => {
    const result = resultOf(queueingTrial(1000), { plan: upTo200 })
    expect([kneeEnd(result), kneeExitCode(result)]).toEqual(['no-knee', 93])
    expect(kneeVerdict(result)).toMatchObject({ verdict: 'VALID', advice: expect.stringContaining('--to') })
  })

  test('is VALID when the target is too slow from the start: 93', () => {
    const result = resultOf(queueingTrial(10))
    expect([kneeEnd(result), kneeExitCode(result)]).toEqual(['below-slo', 93])
    expect(kneeVerdict(result)).toMatchObject({ verdict: 'VALID', advice: expect.stringContaining('--from') })
  })

  test('is GENERATOR_BOUND with the figures of the trial that proved nothing: 91', () => {
    const result = resultOf((wanted) =>
      wanted.rate > 500
        ? trialWith(wanted, { generatorBound: true, lossRatio: 0.2, generator: late })
        : trialWith(wanted),
    )
    expect([kneeEnd(result), kneeExitCode(result)]).toEqual(['generator-bound', 91])
    expect(kneeVerdict(result)).toMatchObject({
      verdict: 'GENERATOR_BOUND',
      figure:
        'at 640/s the load threads sent requests up to 35 ms late (P99; allowed 20 ms), using 50 % of their cores',
    })
  })

  test('is GENERATOR_BOUND where this machine ran out of ports, and says so', () => {
    const result = resultOf((wanted) =>
      wanted.rate > 500
        ? trialWith(wanted, {
            generatorBound: true,
            lossRatio: 0.2,
            failureRatio: 0.2,
            errors: { 'out-of-ports': 1200, reset: 3 },
          })
        : trialWith(wanted),
    )
    expect(kneeExitCode(result)).toBe(91)
    expect(kneeVerdict(result)).toMatchObject({
      verdict: 'GENERATOR_BOUND',
      figure: 'at 640/s 1,200 requests failed on this machine, not at the target: out-of-ports',
      advice: expect.stringContaining('local ports'),
    })
  })

  test('has no figure of a generator where every request may fail and none was sent', () => {
    const plan = { ...kneePlan, search: { ...kneePlan.search, goal: { ...kneeGoal, failureRatio: 1 } } }
    const result = resultOf(crashingTrial(0), { plan })
    expect([kneeEnd(result), kneeVerdict(result).figure]).toEqual([
      'below-slo',
      'the target could not be reached in any trial',
    ])
  })

  test('is TARGET_ERRORS when the target does not get well again: 91', () => {
    const result = resultOf(crashingTrial(500))
    expect([kneeEnd(result), kneeExitCode(result)]).toEqual(['target-failing', 91])
    expect(kneeVerdict(result)).toMatchObject({
      verdict: 'TARGET_ERRORS',
      figure:
        'after the trial at 640/s the target did not get well at 20/s within 5 trials: nothing listens there',
    })
  })

  test('is TARGET_ERRORS when requests fail from the start: 91', () => {
    const result = resultOf((wanted) =>
      trialWith(wanted, { lossRatio: 0.5, failureRatio: 0.5, errors: { refused: 2, 'http-503': 8 } }),
    )
    expect([kneeEnd(result), kneeExitCode(result)]).toEqual(['target-failing', 91])
    expect(kneeVerdict(result).figure).toBe(
      'requests fail at the lowest rate already: 50 % were lost, 50 % failed (8 × http-503, 2 × refused)',
    )
  })

  test('is UNSTABLE when it was interrupted: 105', () => {
    const result = resultOf(queueingTrial(1000), { most: 1 })
    expect([kneeEnd(result), kneeExitCode(result)]).toEqual(['interrupted', 105])
    expect(kneeVerdict(result)).toMatchObject({
      verdict: 'UNSTABLE',
      figure: expect.stringMatching(/^interrupted after 1 trial:/),
    })
  })
})

describe('the generator of a search', () => {
  test('is that of the trials which met the goal', () => {
    const result = resultOf((wanted) => ({
      ...queueingTrial(1000)(wanted),
      ...(wanted.rate > 1000 ? { generator: late } : {}),
    }))
    expect(generatorOf(result)?.latenessP99Ms).toBe(0.5)
  })

  test('is unknown when no trial was made', () => {
    expect(generatorOf(resultOf(queueingTrial(1), { most: 0 }))).toBeNull()
  })
})

test.each([
  [0, '0 %'],
  [0.0054, '0.54 %'],
  [0.5, '50 %'],
])('a share of %d is %s', (share, text) => {
  expect(percent(share)).toBe(text)
})
