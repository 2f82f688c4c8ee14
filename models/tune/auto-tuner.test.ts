import { describe, expect, it } from 'vitest'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import { AutoTuner } from './auto-tuner.ts'
import { epochWith } from './epoch.fixture.ts'
import type { TuningChange } from './tuner.ts'
import { DEFAULT_BOUNDS, type TuningBounds } from './tuning-bounds.ts'
import type { TuningCaution } from './tuning-caution.ts'

const EPOCH_MS = 10_000

/** A tuner of a pool in which so many requests begin together and end together, so many times an epoch. */
class Bench {
  readonly tuner: AutoTuner
  readonly changes: TuningChange[] = []
  nowMs = 0

  constructor(
    settings: Partial<PoolSettings>,
    options: {
      readonly bounds?: Partial<TuningBounds>
      readonly safeMs?: number
      readonly caution?: Partial<TuningCaution>
    } = {},
  ) {
    this.tuner = new AutoTuner({
      settings: { ...UNLIMITED, ...settings },
      bounds: { ...DEFAULT_BOUNDS, ...options.bounds },
      safeIdleTimeoutMs: options.safeMs ?? 60_000,
      startMs: 0,
      caution: options.caution ?? {},
    })
  }

  epochs(count: number, batch: number, timesAnEpoch: number): this {
    for (let epoch = 0; epoch < count; epoch++) this.epoch(Array<number>(timesAnEpoch).fill(batch))
    return this
  }

  /** One epoch with batches of these sizes, evenly spaced. */
  epoch(batches: readonly number[]): void {
    for (const [i, batch] of batches.entries()) {
      const atMs = this.nowMs + (i * EPOCH_MS) / batches.length
      this.tuner.watch(batch, atMs)
      this.tuner.watch(0, atMs + 1)
    }
    this.nowMs += EPOCH_MS
    const change = this.tuner.endEpoch(epochWith({ atMs: this.nowMs, settings: this.tuner.settings }))
    if (change !== null) this.changes.push(change)
  }

  get pairs(): string[] {
    return this.changes.map(({ to }) => `${to.idleTimeoutMs / 1000} s, ${to.maxIdlePerHost}`)
  }
}

const goDefaults = { idleTimeoutMs: 90_000, maxIdlePerHost: 2 }

describe('up', () => {
  it('it goes fourfold an epoch, to what the batches need and no further', () => {
    const bench = new Bench(goDefaults).epochs(20, 24, 10)
    expect(bench.pairs).toEqual(['60 s, 8', '60 s, 24'])
    expect(bench.changes.map(({ atMs }) => atMs)).toEqual([10_000, 20_000])
  })

  it('it says why', () => {
    const [first, second] = new Bench(goDefaults).epochs(3, 24, 10).changes
    expect(first?.why).toBe(
      'idleTimeout 90 s → 60 s: longer is not safe: the server may close first. ' +
        'maxIdlePerHost 2 → 8 spares 54 dials of 240 requests, by the traffic of 10 s: ' +
        '22.2 → 16.8 new connections a second, 1.8 → 7.19 idle on average.',
    )
    expect(second).toMatchObject({
      atMs: 20_000,
      from: { maxIdlePerHost: 8, idleTimeoutMs: 60_000 },
      to: { maxIdlePerHost: 24 },
      why: expect.stringMatching(
        /^maxIdlePerHost 8 → 24 spares 304 dials of 480 requests, by the traffic of 20 s: /,
      ),
    })
  })

  it('a longer idle timeout is set only as far as it is needed', () => {
    // One request each 2.5 s: 3 s keep its connection.
    const bench = new Bench({ idleTimeoutMs: 1000, maxIdlePerHost: 8 }).epochs(30, 1, 4)
    expect(bench.pairs).toEqual(['3 s, 8'])
  })

  it('nothing is done about a few dials, which may be chance', () => {
    const bench = new Bench({ idleTimeoutMs: 60_000, maxIdlePerHost: 2 })
    expect(bench.epochs(5, 3, 1).changes).toEqual([])
    expect(bench.epochs(3, 3, 1).pairs).toEqual(['60 s, 3'])
  })
})

describe('down', () => {
  const wide = { idleTimeoutMs: 60_000, maxIdlePerHost: 64 }

  /** Batches of four each second, for which 4 and 1 s do, but for one of 24 each so many epochs. */
  function mixed(bench: Bench, epochs: number, everyEpochs: number): Bench {
    for (let epoch = 0; epoch < epochs; epoch++) {
      bench.epoch([epoch % everyEpochs === 0 ? 24 : 4, ...Array<number>(9).fill(4)])
    }
    return bench
  }

  it('it goes by quarters, after six epochs that agree, one at a time', () => {
    // Each 70 s, so that what the large batches open is idle for a minute in vain.
    const { changes, pairs } = mixed(new Bench(wide), 200, 7)
    for (const [i, { from, to, atMs }] of changes.entries()) {
      expect(to.idleTimeoutMs).toBeLessThanOrEqual(from.idleTimeoutMs)
      expect(to.maxIdlePerHost).toBeLessThanOrEqual(from.maxIdlePerHost)
      expect(atMs - (changes[i - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(60_000)
    }
    // What 4 and 1 s would save on the last ones is less than a fifth.
    const last = [
      '50 s, 48',
      '40 s, 40',
      '30 s, 32',
      '25 s, 24',
      '20 s, 20',
      '15 s, 16',
      '12 s, 12',
      '10 s, 10',
    ]
    expect(pairs).toEqual(last)
    expect(changes[0]?.why).toMatch(
      /^idleTimeout 60 s → 50 s and maxIdlePerHost 64 → 48 dials 0 times more in \d+ requests, by the traffic of .*: /,
    )
  })

  it('patience doubles when what was lowered has to be raised again', () => {
    const caution = { halfLifeMs: 60_000, patienceMs: 60_000, dwellMs: 0, mostPatienceMs: 240_000 }
    const bench = new Bench(wide, { caution })
    const waits: number[] = []
    for (let round = 0; round < 5; round++) {
      mixed(bench, 60, 1)
      const beganMs = bench.nowMs
      mixed(bench, 140, 7)
      const lowered = bench.changes.find(
        ({ from, to, atMs }) => atMs > beganMs && to.maxIdlePerHost < from.maxIdlePerHost,
      )
      waits.push(((lowered?.atMs ?? Number.NaN) - beganMs) / 1000)
    }
    // Above the fading of what was needed before, which takes 500 s: 120 s, and then the most.
    expect(waits.slice(1)).toEqual([620, 740, 740, 740])
  })
})

describe('bounds', () => {
  const bounds = { idleTimeoutMs: { least: 2000, most: 30_000 }, maxIdlePerHost: { least: 3, most: 10 } }

  it('are kept at once, and never left', () => {
    expect(new Bench(goDefaults, { bounds }).epochs(10, 24, 10).pairs).toEqual(['30 s, 10'])
    const [change] = new Bench({ maxIdlePerHost: 500 }, { bounds }).epochs(1, 1, 1).changes
    expect(change?.why).toBe(
      'idleTimeout no limit → 30 s: those are the bounds. maxIdlePerHost 500 → 10: its bounds are 3…10.',
    )
  })

  it('give way to the safe idle timeout, which may become known later', () => {
    const bench = new Bench(goDefaults, { bounds, safeMs: 90_000 }).epochs(1, 24, 10)
    expect(bench.tuner.settings.idleTimeoutMs).toBe(30_000)
    bench.tuner.setSafeIdleTimeout(1500)
    bench.epochs(5, 24, 10)
    expect(bench.tuner.settings.idleTimeoutMs).toBe(1500)
  })

  it.each<[Partial<TuningBounds>, string]>([
    [{ idleTimeoutMs: { least: 0, most: 1 } }, 'idleTimeoutMs must be above 0 and in order: 0…1'],
    [{ maxIdlePerHost: { least: 5, most: 4 } }, 'maxIdlePerHost must be from 0 and in order: 5…4'],
    [{ maxConnsPerHost: { least: 0, most: 4 } }, 'maxConnsPerHost must be from 1'],
    [{ idleTimeoutMs: { least: Number.NaN, most: 1 } }, 'idleTimeoutMs'],
  ])('%j are refused', (refused, message) => {
    expect(() => new Bench(goDefaults, { bounds: refused })).toThrow(message)
  })
})

it('goes on from settings that somebody else has set', () => {
  const bench = new Bench(goDefaults).epochs(5, 24, 10)
  bench.tuner.adopt({ ...bench.tuner.settings, maxIdlePerHost: 5 })
  expect(bench.epochs(2, 24, 10).pairs).toEqual(['60 s, 8', '60 s, 24', '60 s, 20', '60 s, 24'])
})

it('leaves maxConnsPerHost alone unless it has bounds', () => {
  const settings = { ...goDefaults, maxConnsPerHost: 500 }
  const busy = { requests: 1000, meanBusy: 10, meanResponseMs: 100, peakUnderWay: 20 }
  const caps = ([null, { least: 1, most: 400 }] as const).map((maxConnsPerHost) => {
    const { tuner } = new Bench(settings, { bounds: { maxConnsPerHost } })
    for (let epoch = 1; epoch <= 60; epoch++) {
      tuner.endEpoch(epochWith({ ...busy, atMs: epoch * EPOCH_MS, settings: tuner.settings }))
    }
    return tuner.settings.maxConnsPerHost
  })
  expect(caps[0]).toBe(500)
  expect(caps[1]).toBeLessThan(100)
  expect(caps[1]).toBeGreaterThanOrEqual(25)
})
