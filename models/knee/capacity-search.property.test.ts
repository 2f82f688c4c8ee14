import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  invertedTarget,
  logisticCapacity,
  logisticTarget,
  majorityGoal,
  meltingTarget,
  searchThrough,
  sharpTarget,
  throughGenerator,
} from './capacity-search-target.fixture.ts'
import { evidenceOf } from './capacity-search-result.ts'
import { MOST_SEARCH_TRIALS } from './capacity-search.ts'
import { classifyLoad } from './classify-load.ts'

const width = fc.constantFrom(0.01, 0.02, 0.05, 0.1, 0.25)
/** From the lowest rate that is tried to the highest, as a power of ten. */
const capacity = fc.double({ min: 1.01, max: 4.99, noNaN: true }).map((power) => 10 ** power)
/** So high that a tenth of what is good has been tried. */
const meltingCapacity = capacity.filter((threshold) => threshold > 200)
/** Doublings from 10/s to 100,000/s, and what it takes to close in and to confirm, recoveries included. */
const MOST_TRIALS_OF_STEADY_TARGET = 45

describe('a capacity search', () => {
  test('has a sharp threshold between its bounds, as close as was asked for', () => {
    fc.assert(
      fc.property(capacity, width, (threshold, relativeWidth) => {
        const goal = { ...majorityGoal, relativeWidth }
        const { end, bounds, trials } = searchThrough(sharpTarget(threshold), { goal }).result()
        expect(end).toBe('found')
        const { lower, upper } = bounds as { lower: number; upper: number }
        expect(lower).toBeLessThanOrEqual(threshold)
        expect(upper).toBeGreaterThan(threshold)
        expect((upper - lower) / upper).toBeLessThanOrEqual(relativeWidth)
        expect(trials.length).toBeLessThanOrEqual(MOST_TRIALS_OF_STEADY_TARGET)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('comes within a tenth of where a noisy target loses as much as is allowed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 200, max: 20_000, noNaN: true }),
        fc.integer({ min: 8, max: 60 }),
        fc.integer(),
        (middle, steepness, seed) => {
          const truth = logisticCapacity(middle, steepness, majorityGoal.lossRatio)
          const { end, bounds } = searchThrough(logisticTarget(middle, steepness, seed)).result()
          expect(end).toBe('found')
          expect(bounds.lower).toBeLessThanOrEqual(1.1 * truth)
          expect(bounds.upper).toBeGreaterThanOrEqual(0.9 * truth)
        },
      ),
      { seed: 2, numRuns: 200 },
    )
  })

  test('ends below a band of rates that it has seen to fail', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 50, max: 5000, noNaN: true }),
        fc.double({ min: 1.01, max: 4, noNaN: true }),
        (from, ratio) => {
          const { end, bounds, trials } = searchThrough(invertedTarget(from, from * ratio, 20_000)).result()
          expect(end).toBe('found')
          const failed = trials.some(({ rate }) => rate >= from && rate <= from * ratio)
          if (failed) expect(bounds.lower).toBeLessThan(from)
          else expect(bounds.lower).toBeGreaterThan(from * ratio)
        },
      ),
      { seed: 3, numRuns: 200 },
    )
  })

  test('finds the capacity of a target that melts down as if it did not', () => {
    fc.assert(
      fc.property(meltingCapacity, fc.integer({ min: 1, max: 4 }), (threshold, trialsToRecover) => {
        const { end, bounds, recovered } = searchThrough(meltingTarget(threshold, trialsToRecover)).result()
        expect([end, recovered]).toEqual(['found', true])
        expect(bounds).toEqual(searchThrough(sharpTarget(threshold)).result().bounds)
      }),
      { seed: 4 },
    )
  })

  test('says at least what the generator could do', () => {
    fc.assert(
      fc.property(capacity, capacity, (threshold, highestRate) => {
        const { end, bounds, trials } = searchThrough(
          throughGenerator(sharpTarget(threshold), highestRate),
        ).result()
        if (end === 'found') {
          expect(bounds.lower).toBeLessThanOrEqual(threshold)
          expect(bounds.upper).toBeGreaterThan(threshold)
        } else {
          expect(end).toBe('generator-bound')
          expect(bounds.lower).toBeLessThanOrEqual(Math.min(threshold, highestRate))
        }
        expect(trials.filter(({ generatorBound }) => generatorBound).length).toBeLessThanOrEqual(2)
      }),
      { seed: 5 },
    )
  })

  test('ends, stays within its rates, and contradicts no trial, whatever the target does', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 1000, noNaN: true }),
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.03, noNaN: true })),
        fc.infiniteStream(fc.double({ min: 0, max: 0.002, noNaN: true })),
        fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
        (lowestRate, ratio, losses, failures, bound) => {
          const highestRate = lowestRate * ratio
          const search = searchThrough(
            () => ({
              lossRatio: losses.next().value as number,
              failureRatio: failures.next().value as number,
              generatorBound: bound.next().value === 0,
            }),
            { lowestRate, highestRate },
          )
          const { end, bounds, stage, trials } = search.result()
          expect(end).not.toBeNull()
          expect(trials.length).toBeLessThanOrEqual(MOST_SEARCH_TRIALS)
          for (const trial of trials) {
            expect(trial.rate).toBeLessThanOrEqual(highestRate)
            if (trial.stage !== 'recover') expect(trial.rate).toBeGreaterThanOrEqual(lowestRate)
          }
          if (stage !== 'confirm') return
          const evidence = evidenceOf(trials)
          const classOf = (rate: number) =>
            classifyLoad(
              evidence.filter((trial) => trial.rate === rate),
              majorityGoal,
            )
          for (const { rate } of evidence) {
            if (rate <= (bounds.lower ?? 0)) expect(classOf(rate)).not.toBe('upper')
            if (rate < (bounds.upper ?? 0) && rate > (bounds.lower ?? 0))
              expect(classOf(rate)).toBe('undecided')
          }
        },
      ),
      { seed: 6, numRuns: 200 },
    )
  })

  test('asks for the same trials again when they have the same outcomes', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const ratesOf = () => searchThrough(logisticTarget(1000, 20, seed)).result().trials
        expect(ratesOf()).toEqual(ratesOf())
      }),
      { seed: 7, numRuns: 20 },
    )
  })
})
