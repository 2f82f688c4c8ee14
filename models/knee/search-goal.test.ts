import { describe, expect, test } from 'vitest'
import { checkSearchGoal, meetsGoal, type SearchGoal } from './search-goal.ts'

const goal: SearchGoal = {
  finalTrialMs: 2000,
  initialTrialMs: 500,
  durationSumMs: 6000,
  lossRatio: 0.01,
  failureRatio: 0.001,
  exceedRatio: 0.5,
  relativeWidth: 0.05,
}

describe('a search goal', () => {
  test.each<[number, number, boolean]>([
    [0, 0, true],
    [0.01, 0.001, true],
    [0.0101, 0, false],
    [0.002, 0.002, false],
  ])('at a loss of %d and failures of %d is met: %s', (lossRatio, failureRatio, met) => {
    expect(meetsGoal({ lossRatio, failureRatio }, goal)).toBe(met)
  })

  test('has all figures in range', () => {
    expect(() => checkSearchGoal(goal)).not.toThrow()
  })

  test.each<[Partial<SearchGoal>, string]>([
    [{ finalTrialMs: 0 }, 'finalTrialMs must be above 0'],
    [{ initialTrialMs: 2001 }, 'initialTrialMs must be above 0 and at most finalTrialMs'],
    [{ durationSumMs: 1999 }, 'durationSumMs must be at least finalTrialMs'],
    [{ lossRatio: 1 }, 'lossRatio must be in [0, 1), got 1'],
    [{ failureRatio: Number.NaN }, 'failureRatio must be in [0, 1], got NaN'],
    [{ exceedRatio: 1 }, 'exceedRatio must be in [0, 1)'],
    [{ relativeWidth: 0.001 }, 'relativeWidth must be in [0.002, 0.5]'],
  ])('with %j is refused', (part, message) => {
    expect(() => checkSearchGoal({ ...goal, ...part })).toThrow(message)
  })
})
