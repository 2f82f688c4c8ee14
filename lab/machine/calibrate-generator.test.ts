import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrateGenerator, type GeneratorTrial, type RunTrial } from './calibrate-generator.ts'

const GOOD: GeneratorTrial = { latenessP50Ms: 0.1, latenessP99Ms: 0.6, achievedShare: 1 }
const LATE: GeneratorTrial = { latenessP50Ms: 3, latenessP99Ms: 40, achievedShare: 0.9 }

/** A generator that keeps its schedule up to a rate. */
function upTo(capacity: number, tried: number[] = []): RunTrial {
  return async (rate) => {
    tried.push(rate)
    return rate <= capacity ? { ...GOOD, latenessP50Ms: rate / capacity } : LATE
  }
}

describe('calibrateGenerator', () => {
  it('doubles, then halves the distance, and says how the best trial went', async () => {
    const tried: number[] = []
    const found = await calibrateGenerator({ driver: 'wire', trial: upTo(3000, tried) })
    expect(tried).toEqual([250, 500, 1000, 2000, 4000, 4000, 2828, 3363, 3363, 3084, 3084, 2953, 3018, 3018])
    expect(found).toEqual({ driver: 'wire', highestRate: 2953, ...GOOD, latenessP50Ms: 2953 / 3000 })
  })

  it('finds any rate to 2.5 % from below', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 250, max: 500_000 }), async (capacity) => {
        const { highestRate } = await calibrateGenerator({ driver: 'undici', trial: upTo(capacity) })
        expect(highestRate).toBeLessThanOrEqual(capacity)
        expect(highestRate).toBeGreaterThan(capacity / 1.025)
      }),
    )
  })

  it('is not misled by a trial that something else spoiled', async () => {
    let trials = 0
    const trial: RunTrial = async (rate) => (rate > 3000 || ++trials % 2 === 1 ? LATE : GOOD)
    expect((await calibrateGenerator({ driver: 'wire', trial })).highestRate).toBe(2953)
  })

  it.each([
    ['lateness', { ...GOOD, latenessP99Ms: 1 }, { ...GOOD, latenessP99Ms: 1.01 }],
    [
      'requests that were not answered',
      { ...GOOD, achievedShare: 0.998 },
      { ...GOOD, achievedShare: 0.9979 },
    ],
  ])('is held up by %s', async (_, kept, missed) => {
    const trial: RunTrial = async (rate) => (rate <= 1000 ? kept : missed)
    expect((await calibrateGenerator({ driver: 'wire', trial })).highestRate).toBe(1000)
  })

  it('finds 0 when the lowest rate fails, with the figures of that', async () => {
    const tried: number[] = []
    expect(await calibrateGenerator({ driver: 'undici', trial: upTo(200, tried) })).toEqual({
      driver: 'undici',
      highestRate: 0,
      ...LATE,
    })
    expect(tried).toEqual([250, 250])
  })

  it('ends at the highest rate that it tries', async () => {
    expect((await calibrateGenerator({ driver: 'wire', trial: upTo(1e9) })).highestRate).toBe(512_000)
  })

  it('says what it tries, and ends when it is aborted', async () => {
    const abort = new AbortController()
    const told: number[] = []
    const calibration = calibrateGenerator({
      driver: 'wire',
      trial: upTo(1e9),
      signal: abort.signal,
      onTrial: (rate) => {
        told.push(rate)
        if (rate === 1000) abort.abort(new Error('enough'))
      },
    })
    await expect(calibration).rejects.toThrow('enough')
    expect(told).toEqual([250, 500, 1000])
  })
})
