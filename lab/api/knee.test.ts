import { describe, expect, it } from 'vitest'
import { knee, type KneeOptions, UsageError } from './kneepoint.ts'

/** SPEC SDM91 (Gunther 2007), as distributed with the R package usl. */
const sdm91 = [
  [1, 64.9],
  [18, 995.9],
  [36, 1652.4],
  [72, 1853.2],
  [108, 1828.9],
  [144, 1775],
  [216, 1702.2],
].map(([concurrency = NaN, throughput = NaN]) => ({ concurrency, throughput }))

const convex = [1, 2, 3, 4, 5, 10, 15, 20, 40, 100].map((y, x) => ({ x, y }))

describe('knee', () => {
  it('gives the published coefficients', async () => {
    const { found, usl, kneedle, segmented } = await knee(sdm91)
    expect(found).toBe(true)
    expect(usl?.alpha).toBeCloseTo(0.027728, 6)
    expect(usl?.beta).toBeCloseTo(1.0437e-4, 8)
    expect(usl?.gamma).toBeCloseTo(89.995, 3)
    expect(kneedle?.axes).toEqual({ x: 'concurrency', y: 'throughput' })
    expect(segmented?.interval).not.toBeUndefined()
  })

  // The convex example of Satopaa et al. 2011, as their package has it.
  it('finds the knee of any curve', async () => {
    expect((await knee(convex)).kneedle).toMatchObject({
      x: 7,
      y: 20,
      curve: 'convex',
      direction: 'increasing',
    })
    expect((await knee(convex.toReversed())).kneedle).toEqual((await knee(convex)).kneedle)
  })

  it('says where there is none, and why', async () => {
    const level = await knee([0, 1, 2, 3, 4].map((rate) => ({ rate, latencyMs: 5 })))
    expect(level).toMatchObject({ found: false, usl: null, kneedle: null })
    expect(level.notes.join(' ')).toContain('No knee by Kneedle')
  })

  it('follows its options', async () => {
    const options = { curve: 'convex', direction: 'increasing', sensitivity: 2, seed: 7 } as const
    expect((await knee(convex, options)).kneedle).toMatchObject({ sensitivity: 2, curve: 'convex' })
  })

  it('takes figures that not all points have', async () => {
    const points = sdm91.map((point, i) =>
      i === 3 ? { ...point, latencyMs: 40 } : { ...point, latencyMs: undefined },
    )
    const { usl, notes } = await knee(points)
    expect(usl?.points).toBe(7)
    expect(notes).toContain('The column latencyMs is not used: the fits take the others.')
  })

  it.each([
    [[], {}, 'points: 0 points; at least 3'],
    [convex.map(({ y }) => ({ x: 1, y })), {}, 'points: every point has the same x'],
    [[{ x: 1 }], {}, 'points[0]: y is missing'],
    [[{ x: 1, y: Number.NaN }], {}, 'points[0]: y NaN is no finite number'],
    [[{ x: 1, y: 2 }, { rate: 1 }], {}, 'points: some have x and y, and some rate'],
    [[{ rate: -1 }], {}, 'points[0]: rate -1 is negative'],
    [[{ rate: '1' }], {}, 'points[0]: rate 1 is no finite number'],
    [[{ concurrency: 0 }], {}, 'points[0]: concurrency is 0: leave the point out'],
    [
      [{ rate: 1, p99: 3 }],
      {},
      'points[0]: p99 is no figure; there are rate, concurrency, throughput, latencyMs',
    ],
    [[{}], {}, 'points[0]: has none of rate'],
    [[{ rate: 1e31 }], {}, 'points[0]: rate 1e+31 is beyond 1e+30'],
    [convex, { curve: 'round' }, "curve: 'round' is none of concave, convex"],
    [convex, { sensitivity: 0 }, 'sensitivity: 0 is no number above 0'],
    [convex, { seed: 0.5 }, 'seed: 0.5 is no whole number'],
    [convex, { sense: 1 }, 'sense is no option'],
  ])('refuses points and options, case %#', async (points, options, message) => {
    const failure = knee(points as [], options as KneeOptions)
    await expect(failure).rejects.toBeInstanceOf(UsageError)
    await expect(failure).rejects.toThrow(message)
  })

  it.each([
    [{ url: 'http://db.internal/' }, 'http://db.internal is not on this machine'],
    [{ url: 'ftp://127.0.0.1' }, 'ftp://127.0.0.1'],
    [{ url: 'http://127.0.0.1:1', to: 0 }, 'to: 0 is no number above 0'],
    [{ url: 'http://127.0.0.1:1', from: 30, to: 20 }, 'from: 30/s is above the highest rate, 20/s (to)'],
    [{ url: 'http://127.0.0.1:1', sloP99Ms: 20_000 }, 'sloP99Ms: 20 s is not within timeoutMs'],
    [{ url: 'http://127.0.0.1:1', trialMs: 100 }, 'trialMs:'],
    [{ url: 'http://127.0.0.1:1', width: 0.9 }, 'width:'],
    [{ url: 'http://127.0.0.1:1', method: 'FETCH' }, "method: 'FETCH' is none of"],
    [{ url: 'http://127.0.0.1:1', rate: 3 }, 'rate is no option'],
  ])('does not measure %j', async (target, message) => {
    await expect(knee(target)).rejects.toThrow(message)
  })
})
