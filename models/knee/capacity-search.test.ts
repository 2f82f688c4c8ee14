import { describe, expect, test } from 'vitest'
import {
  invertedTarget,
  majorityGoal,
  meltingTarget,
  searchThrough,
  sharpTarget,
  throughGenerator,
  trialOf,
} from './capacity-search-target.fixture.ts'
import type { SearchTrial } from './capacity-search-result.ts'
import { CapacitySearch, MOST_SEARCH_TRIALS } from './capacity-search.ts'

describe('a capacity search', () => {
  test('doubles, closes in, and confirms both bounds', () => {
    const search = searchThrough(sharpTarget(1000))
    const { end, capacity, bounds, stage, recovered, trials } = search.result()
    expect([end, stage, recovered]).toEqual(['found', 'confirm', true])
    expect(bounds).toEqual({ lower: 986.9, upper: 1030 })
    expect(capacity).toEqual({ rate: 986.9, conditionalThroughput: 986.9, atLeast: false })
    expect(trials.map((trial) => `${trial.stage} ${trial.rate} ${trial.durationMs}`)).toEqual([
      'explore 10 2000',
      'explore 20 1000',
      'explore 40 500',
      'explore 80 500',
      'explore 160 500',
      'explore 320 500',
      'explore 640 500',
      'explore 1280 500',
      'recover 40 500',
      'explore 905.1 500',
      'explore 1076 500',
      'recover 80 500',
      'refine 905.1 2000',
      'refine 1076 2000',
      'recover 80 500',
      'refine 986.9 2000',
      'refine 1030 2000',
      'recover 80 500',
      'confirm 986.9 2000',
      'confirm 1030 2000',
      'recover 80 500',
    ])
  })

  test('begins a stage at the lower bound of the one before, and goes up from there', () => {
    const { trials } = searchThrough(sharpTarget(1000)).result()
    for (const stage of ['refine', 'confirm']) {
      const rates = trials.filter((trial) => trial.stage === stage).map(({ rate }) => rate)
      expect(rates[0]).toBeLessThan(rates[1] as number)
    }
  })

  test('ends without a knee when the highest rate meets the goal', () => {
    const { end, capacity, bounds } = searchThrough(sharpTarget(1000), { highestRate: 300 }).result()
    expect(end).toBe('no-knee')
    expect(bounds).toEqual({ lower: 300, upper: null })
    expect(capacity).toEqual({ rate: 300, conditionalThroughput: 300, atLeast: true })
  })

  test('ends at the lowest rate when answers are too late there, and says so only after full-length trials', () => {
    const { end, capacity, bounds, trials, recovered } = searchThrough(sharpTarget(5)).result()
    expect([end, capacity, recovered]).toEqual(['below-slo', null, null])
    expect(bounds).toEqual({ lower: null, upper: 10 })
    expect(trials.map(({ stage }) => stage)).toEqual(['explore', 'confirm'])
    expect(trials.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBeGreaterThanOrEqual(4000)
  })

  test('tells a target that fails at the lowest rate from one that is slow', () => {
    const failing = () => ({ lossRatio: 0.02, failureRatio: 0.02 })
    expect(searchThrough(failing).result().end).toBe('target-failing')
  })

  test('believes no load above one that misses the goal', () => {
    const { end, bounds } = searchThrough(invertedTarget(600, 800, 5000)).result()
    expect(end).toBe('found')
    expect(bounds.upper).toBeLessThanOrEqual(800)
    expect(bounds.lower).toBeLessThan(600)
  })

  test('waits for a target that has melted down, in longer and longer trials', () => {
    const { end, bounds, recovered, trials } = searchThrough(meltingTarget(1000, 2)).result()
    expect([end, recovered]).toEqual(['found', true])
    expect(bounds).toEqual({ lower: 986.9, upper: 1030 })
    const first = trials.findIndex(({ stage }) => stage === 'recover')
    expect(trials.slice(first, first + 2).map(({ durationMs }) => durationMs)).toEqual([500, 1000])
  })

  test('ends when the target does not get well again, with what is known by then', () => {
    const { end, capacity, bounds, recovered, trials } = searchThrough(meltingTarget(1000, 50)).result()
    expect([end, recovered]).toEqual(['target-failing', false])
    expect(trials.slice(-5).map(({ stage, durationMs }) => [stage, durationMs])).toEqual([
      ['recover', 500],
      ['recover', 1000],
      ['recover', 2000],
      ['recover', 4000],
      ['recover', 8000],
    ])
    expect(bounds).toEqual({ lower: 640, upper: 1280 })
    expect(capacity).toMatchObject({ rate: 640, atLeast: true })
  })

  test('does not blame the target where the generator could not show that it is well again', () => {
    const target = sharpTarget(1000)
    const { end, capacity, recovered } = searchThrough((wanted) =>
      wanted.stage === 'recover' ? { lossRatio: 0.5, generatorBound: true } : target(wanted),
    ).result()
    expect([end, recovered]).toEqual(['generator-bound', false])
    expect(capacity).toMatchObject({ rate: 640, atLeast: true })
  })

  test('repeats a trial of a generator that was late once, then confirms what was good below', () => {
    const target = throughGenerator(sharpTarget(5000), 700)
    const { end, capacity, bounds, stage, trials } = searchThrough(target).result()
    expect([end, stage]).toEqual(['generator-bound', 'confirm'])
    expect(bounds).toEqual({ lower: 640, upper: null })
    expect(capacity).toEqual({ rate: 640, conditionalThroughput: 640, atLeast: true })
    expect(trials.filter(({ rate }) => rate > 700).map(({ rate }) => rate)).toEqual([1280, 1280])
  })

  test('goes on when a generator was late only once', () => {
    let late = true
    const target = sharpTarget(1000)
    const { end, bounds } = searchThrough((wanted) => {
      const generatorBound = late && wanted.rate > 500
      if (generatorBound) late = false
      return { ...target(wanted), generatorBound, ...(generatorBound ? { lossRatio: 1 } : {}) }
    }).result()
    expect(end).toBe('found')
    expect(bounds).toEqual({ lower: 986.9, upper: 1030 })
  })

  test('says nothing of a target that no trial could be made of', () => {
    const { end, capacity, bounds } = searchThrough(throughGenerator(sharpTarget(100), 5)).result()
    expect([end, capacity]).toEqual(['generator-bound', null])
    expect(bounds).toEqual({ lower: null, upper: null })
  })

  test('ends when a target never makes up its mind', () => {
    let trial = 0
    const { end, trials } = searchThrough(() => ({
      lossRatio: [0, 0.5, 0, 0, 0.5, 0][trial++ % 6] ?? 0,
    })).result()
    expect(['found', 'out-of-trials', 'target-failing', 'below-slo']).toContain(end)
    expect(trials.length).toBeLessThanOrEqual(MOST_SEARCH_TRIALS)
  })

  test('knows the bounds of the stage that it has come to', () => {
    const search = new CapacitySearch<SearchTrial>({ goal: majorityGoal, lowestRate: 10, highestRate: 1000 })
    expect(search.result()).toMatchObject({ end: null, capacity: null, trials: [] })
    const wanted = search.next()
    if (wanted === null) throw new Error('it wants no trial')
    expect(search.next()).toEqual(wanted)
    search.add(trialOf(wanted, {}))
    expect(search.result()).toMatchObject({
      end: null,
      stage: 'refine',
      bounds: { lower: 10, upper: null },
      capacity: { rate: 10, atLeast: true },
    })
  })

  test.each<[Partial<SearchTrial>, string]>([
    [{ rate: 11 }, 'no trial at 11/s'],
    [{ durationMs: 1 }, 'no trial at 10/s for 1 ms'],
    [{ lossRatio: Number.NaN }, 'lossRatio must be in [0, 1]'],
    [{ failureRatio: 2 }, 'failureRatio must be in [0, 1]'],
  ])('refuses a trial with %j', (part, message) => {
    const search = new CapacitySearch<SearchTrial>({ goal: majorityGoal, lowestRate: 10, highestRate: 1000 })
    const wanted = search.next()
    if (wanted === null) throw new Error('it wants no trial')
    expect(() => search.add(trialOf(wanted, part))).toThrow(message)
  })

  test.each([
    [0, 10],
    [20, 10],
    [10, Infinity],
  ])('refuses rates from %d to %d', (lowestRate, highestRate) => {
    expect(() => new CapacitySearch({ goal: majorityGoal, lowestRate, highestRate })).toThrow(RangeError)
  })
})
