import { describe, expect, test } from 'vitest'
import { judgeLeak } from './judge-leak.ts'
import type { LeakCheckpoint } from './leak-checkpoint.ts'
import type { GrowthVerdict } from './leak-verdict.ts'
import {
  boundedCache,
  oneStep,
  sawtooth,
  slowWarmUp,
  steadyLeak,
  type SyntheticRun,
  syntheticRun,
} from './synthetic-leak.fixture.ts'

const SEEDS = 500
const MB = 1_000_000

type Counts = Readonly<Record<GrowthVerdict, number>>

function verdictsOf(
  growth: (seed: number) => SyntheticRun['growth'],
  run: Partial<SyntheticRun> = {},
): Counts {
  const counts = { leak: 0, 'bounded-growth': 0, 'warm-up': 0, none: 0, unknown: 0 }
  for (let seed = 1; seed <= SEEDS; seed++) {
    const checkpoints = syntheticRun({
      seed,
      checkpoints: 30,
      requestsBetween: 2000,
      noiseBytes: 50_000,
      rho: 0.4,
      growth: growth(seed),
      ...run,
    })
    counts[judgeLeak(checkpoints).measures.heap?.verdict ?? 'unknown']++
  }
  return counts
}

/** A number in [0, 1) for each seed, evenly spread. */
const spread = (seed: number, times: number) => (seed * times * 0.618_033_988_749_895) % 1

describe('in 500 runs each, with noise of 30 and 100 kB, nothing is called a leak that is', () => {
  describe.each([
    { noiseBytes: 30_000, rho: 0.3 },
    { noiseBytes: 100_000, rho: 0.6 },
  ])('$noiseBytes bytes, rho $rho', (noise) => {
    test('a cache that is full after 60 % of the run', () => {
      const found = verdictsOf(() => boundedCache(20 * MB, 0.6), noise)
      expect(found).toMatchObject({ leak: 0, 'bounded-growth': SEEDS })
    })

    test('a warm-up that takes a third of the run to come two thirds of its way', () => {
      expect(verdictsOf(() => slowWarmUp(20 * MB, 1 / 3), noise).leak).toBe(0)
    })

    test('a batch that gathers 1 to 20 MB and lets go, 2 to 10 times in the run, from any phase on', () => {
      const found = verdictsOf(
        (seed) => sawtooth(MB * (1 + 19 * spread(seed, 1)), 2 + 8 * spread(seed, 3), spread(seed, 7)),
        noise,
      )
      expect(found.leak).toBe(0)
    })
  })
})

describe('rarely is a leak said to be where noise hides the form', () => {
  test.each([
    ['noise alone, alike by 0.6', () => () => 0, 0.01],
    [
      'warm-ups of 1 to 20 MB with time constants of 0.1 to 0.5 of the run',
      (seed: number) => slowWarmUp(MB * (1 + 19 * spread(seed, 1)), 0.1 + 0.4 * spread(seed, 3)),
      0.01,
    ],
    [
      'one step at any time',
      (seed: number) => oneStep(MB * (1 + 9 * spread(seed, 1)), spread(seed, 3)),
      0.01,
    ],
  ] as const)('%s: in fewer than 1 % of 500', (_, growth, most) => {
    expect(verdictsOf(growth, { rho: 0.6 }).leak / SEEDS).toBeLessThan(most)
  })
})

describe('leaks are found', () => {
  test.each([
    // Bytes a request, noise, how alike, share found of 500 at the least: what was counted, less 3 standard deviations.
    [16, 30_000, 0.3, 0.94],
    [16, 100_000, 0.3, 0.3],
    [64, 100_000, 0.3, 0.98],
    [64, 100_000, 0.6, 0.91],
    [256, 100_000, 0.6, 1],
    [1000, 100_000, 0.6, 1],
    [10_000, 100_000, 0.6, 1],
  ])('%d bytes a request in noise of %d alike by %d: in %d of all runs', (bytes, noiseBytes, rho, share) => {
    const found = verdictsOf(() => steadyLeak(bytes), { noiseBytes, rho })
    expect(found.leak / SEEDS).toBeGreaterThanOrEqual(share)
    expect(found.none / SEEDS).toBeLessThan(0.01)
  })

  test('16 bytes a request in noise of 100 kB when the run is five times as long', () => {
    const found = verdictsOf(() => steadyLeak(16), { noiseBytes: 100_000, rho: 0.6, requestsBetween: 10_000 })
    expect(found.leak / SEEDS).toBeGreaterThan(0.93)
  })

  test('under a warm-up that is a third of the leak', () => {
    const found = verdictsOf(() => (share, requests) => {
      return slowWarmUp(20 * MB, 0.2)(share) + steadyLeak(1000)(share, requests)
    })
    expect(found.leak).toBe(SEEDS)
  })
})

describe('what is said of a leak', () => {
  const leaking = syntheticRun({
    seed: 1,
    checkpoints: 30,
    requestsBetween: 2000,
    noiseBytes: 50_000,
    rho: 0.3,
    growth: steadyLeak(1200),
  })

  test('its size is in the interval, and days follow from the rate and the limit', () => {
    const verdict = judgeLeak(leaking, { ratePerSecond: 300, limitBytes: 512 * 1024 * 1024 })
    const heap = verdict.measures.heap
    expect(verdict).toMatchObject({ verdict: 'leak', causes: ['heap'] })
    expect(heap?.bytesPerRequest?.low).toBeLessThan(1200)
    expect(heap?.bytesPerRequest?.high).toBeGreaterThan(1200)
    const perDay = heap?.bytesPerDay?.value ?? NaN
    expect(perDay).toBeCloseTo((heap?.bytesPerRequest?.value ?? NaN) * 300 * 86_400, 3)
    // 512 MiB less 12 MB at the start and some 68 MB that have leaked.
    expect(heap?.daysUntilLimit?.value).toBeCloseTo((536_870_912 - 80_000_000) / perDay, 2)
    expect(heap?.daysUntilLimit?.low).toBeLessThan(heap?.daysUntilLimit?.value ?? NaN)
    expect(heap?.judgedFromRequests).toBe(16_000)
  })

  test('external memory that grows is buffers', () => {
    const verdict = judgeLeak(leaking.map(flatHeapWith((bytes) => ({ externalBytes: bytes }))))
    expect(verdict).toMatchObject({ verdict: 'leak', causes: ['buffers'] })
  })

  test('a resident set that grows alone is no leak of the heap', () => {
    const verdict = judgeLeak(leaking.map(flatHeapWith((bytes) => ({ rssBytes: bytes, externalBytes: 5 }))))
    expect(verdict).toMatchObject({ verdict: 'native-growth', causes: ['fragmentation-or-native'] })
    expect(verdict.measures.heap?.verdict).toBe('none')
  })

  test('a resident set that grows says nothing where the heap is not known', () => {
    const unknown = leaking.map((each) => ({ ...each, heapUsedBytes: null, rssBytes: each.heapUsedBytes }))
    expect(judgeLeak(unknown)).toMatchObject({ verdict: 'unknown', causes: [] })
  })
})

describe('what is not known is said', () => {
  test('fewer than 12 checkpoints are too few', () => {
    const verdict = judgeLeak(flat(11))
    expect(verdict.verdict).toBe('unknown')
    expect(verdict.measures.heap).toMatchObject({ reason: 'too-few-checkpoints', bytesPerRequest: null })
    expect(verdict.measures.rss).toBeNull()
  })

  test('none, where there is no checkpoint', () => {
    expect(judgeLeak([])).toMatchObject({ verdict: 'unknown', causes: [] })
  })

  test('checkpoints without requests between them are one', () => {
    const still = flat(30).map((each) => ({ ...each, requests: 7 }))
    expect(judgeLeak(still).measures.heap?.reason).toBe('too-few-checkpoints')
  })

  test('noise that hides 16 bytes a request asks for more requests, and with so many it is mostly settled', () => {
    const few = { checkpoints: 30, requestsBetween: 100, noiseBytes: 100_000, rho: 0.3, growth: () => 0 }
    let unknown = 0
    let settled = 0
    for (let seed = 1; seed <= 50; seed++) {
      const heap = judgeLeak(syntheticRun({ ...few, seed })).measures.heap
      if (heap?.verdict !== 'unknown') continue
      unknown++
      const needed = heap?.requestsNeeded ?? NaN
      expect(needed).toBeGreaterThanOrEqual(1.5 * 2900)
      const longer = { ...few, seed: 1000 + seed, requestsBetween: Math.ceil(needed / 29) }
      if (judgeLeak(syntheticRun(longer)).verdict === 'none') settled++
    }
    expect(unknown).toBeGreaterThan(40)
    expect(settled / unknown).toBeGreaterThan(0.7)
  })

  test('a smaller concern takes more requests', () => {
    const run = syntheticRun({
      seed: 2,
      checkpoints: 30,
      requestsBetween: 2000,
      noiseBytes: 50_000,
      rho: 0.3,
      growth: () => 0,
    })
    expect(judgeLeak(run).verdict).toBe('none')
    expect(judgeLeak(run, { concernBytesPerRequest: 0.1 }).measures.heap).toMatchObject({
      verdict: 'unknown',
      reason: 'too-much-noise',
    })
  })
})

test.each([
  { budgetBytesPerRequest: -1 },
  { concernBytesPerRequest: 0 },
  { ratePerSecond: 0 },
  { limitBytes: Number.NaN },
])('%j is out of range', (options) => {
  expect(() => judgeLeak(flat(20), options)).toThrow(RangeError)
})

test('requests may not fall', () => {
  expect(() => judgeLeak(flat(20).toReversed())).toThrow('requests fall')
})

function flat(checkpoints: number): LeakCheckpoint[] {
  return syntheticRun({
    seed: 1,
    checkpoints,
    requestsBetween: 1000,
    noiseBytes: 1000,
    rho: 0,
    growth: () => 0,
  })
}

/** The heap of a run put elsewhere, and a heap that does not grow in its place. */
function flatHeapWith(other: (bytes: number) => Partial<LeakCheckpoint>) {
  return (checkpoint: LeakCheckpoint): LeakCheckpoint => ({
    ...checkpoint,
    ...other(checkpoint.heapUsedBytes ?? NaN),
    heapUsedBytes: 12_000_000 + (checkpoint.atMs % 7),
  })
}
