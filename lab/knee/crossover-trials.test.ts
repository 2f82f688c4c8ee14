import { describe, expect, test } from 'vitest'
import { durations, measurementWith, resultWith } from '../bench/bench-result.fixture.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { Interrupted } from '../interrupted.ts'
import { UnusableRun } from '../unusable-run.ts'
import { type CrossoverBlock, CrossoverTrials } from './crossover-trials.ts'

interface Parts {
  /** Share of the requests that dial. */
  readonly share?: number
  readonly latenessP99Ms?: number
  readonly bound?: boolean
}

/** A block in which every request took 20 ms. */
function blockOf({ rate, durationMs }: CrossoverBlock, { share = 0, latenessP99Ms = 0.5, bound }: Parts) {
  const requests = Math.round((rate * durationMs) / 1000)
  const whole = measurementWith()
  const result: BenchResult = resultWith({
    measurement: {
      ...whole,
      measuredMs: durationMs,
      requests: { ...whole.requests, due: requests, completed: requests },
      connections: { ...whole.connections, dialed: Math.round(share * requests) },
      service: durations(20, requests),
      response: durations(20, requests),
      dial: durations(1, 1),
    },
    generator: { driftP99Ms: 0.5, driftMaxMs: 1, latenessP99Ms },
    ...(bound === true
      ? { verdict: { verdict: 'GENERATOR_BOUND', figure: 'too late', advice: null } as const }
      : {}),
  })
  return result
}

function searchOf(
  send: (block: CrossoverBlock) => Promise<BenchResult>,
  signal = new AbortController().signal,
) {
  let nowMs = 0
  return new CrossoverTrials({
    range: { lowestRate: 20, highestRate: 1000 },
    signal,
    clock: () => nowMs,
    send: (block) => {
      nowMs += block.warmupMs + block.durationMs
      return send(block)
    },
  })
}

describe('CrossoverTrials', () => {
  test('tries the rates that are wanted, then narrows down where dials departed', async () => {
    const blocks: CrossoverBlock[] = []
    const search = searchOf(async (block) => {
      blocks.push(block)
      return blockOf(block, { share: block.rate > 130 ? 0.3 : 0 })
    })
    await search.measure(40)
    await search.through([70, 140], 60_000)
    expect(search.endedBecause).toBeNull()
    const rates = search.trials.map(({ rate }) => rate)
    expect(rates.slice(0, 2)).toEqual([40, 70])
    expect(rates).toContain(140)
    const below = rates.filter((rate) => rate <= 130).at(-1) ?? NaN
    expect(140 / below).toBeLessThanOrEqual(1.25)
    expect(blocks.length).toBe(3 * rates.length)
    expect(new Set(blocks.map(({ index }) => index)).size).toBe(blocks.length)
    expect(search.trials.find(({ rate }) => rate === 140)).toMatchObject({
      blocks: 3,
      meanMs: 20,
      dialsPerSecond: expect.closeTo(42, 0),
    })
  })

  test('begins no trial that time does not suffice for', async () => {
    const search = searchOf(async (block) => blockOf(block, {}))
    await search.measure(40)
    await search.through([80], 100)
    expect(search.trials.length).toBe(1)
    expect(search.endedBecause).toBe('there was no time for more trials')
  })

  test('makes late blocks again, and takes the three that were least late', async () => {
    const lateMs = [30, 40, 0.5, 25, 0.6]
    let made = 0
    const search = searchOf(async (block) => blockOf(block, { latenessP99Ms: lateMs[made++] ?? NaN }))
    const trial = await search.measure(40)
    expect(made).toBe(5)
    expect(trial).toMatchObject({ blocks: 3, latenessP99Ms: 25 })
  })

  test('goes on after a block that says nothing, and ends where too few say something', async () => {
    let made = 0
    const once = searchOf(async (block) => blockOf(block, { bound: made++ === 1 }))
    expect(await once.measure(40)).toMatchObject({ blocks: 3 })
    expect([made, once.endedBecause]).toEqual([4, null])
    const always = searchOf(async (block) => blockOf(block, { bound: true }))
    expect(await always.measure(40)).toBeNull()
    expect(always.endedBecause).toBe('too late')
    const gone = searchOf(() => Promise.reject(new UnusableRun('nothing listens there')))
    expect(await gone.measure(40)).toBeNull()
    expect(gone.endedBecause).toBe('nothing listens there')
  })

  test('ends at once when it is interrupted, and passes on what is a fault of its own', async () => {
    const controller = new AbortController()
    let made = 0
    const search = searchOf((block) => {
      if (made++ === 3) controller.abort(new Interrupted())
      return Promise.resolve({ ...blockOf(block, {}), ended: made > 3 ? 'interrupted' : 'whole' })
    }, controller.signal)
    await search.measure(40)
    await search.through([80, 160], 60_000)
    expect(made).toBe(4)
    expect(search.trials.length).toBe(1)
    expect(search.endedBecause).toBe('it was interrupted')
    await expect(searchOf(() => Promise.reject(new TypeError('a fault'))).measure(40)).rejects.toThrow(
      'a fault',
    )
  })
})
