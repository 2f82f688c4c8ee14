import { describe, expect, it } from 'vitest'
import { createArrivals } from '../arrivals/create-arrivals.ts'
import { createDistribution } from './create-distribution.ts'
import { reuseSurfacePass } from './surface-pass.ts'

const nothing = createDistribution({ kind: 'deterministic', value: 0 })

/** 1000 requests/s of 5 ms each (exponential), nothing that queues. */
const system = {
  rttMs: 0,
  dialMs: nothing,
  dialExclusiveMs: 0,
  serviceMs: createDistribution({ kind: 'exponential', mean: 5 }),
  slots: Infinity,
  serverIdleTimeoutMs: Infinity,
  hintMs: null,
}

describe('with Poisson arrivals and nothing that queues (M/M/∞)', () => {
  /**
   * Share of requests that dial, from Σ π(k−1) (1 − P[k − 1 reaches k within K, before k − M − 1]), with π Poisson
   * of mean 5, in double precision. Rows by K in holding times, columns by idle cap.
   */
  const idleCaps = [1, 2, 3, 4, 6, 8, Infinity]
  const exact: ReadonlyArray<readonly [number, readonly number[]]> = [
    [0.02, [0.9093368, 0.90919448, 0.90919441, 0.90919441, 0.90919441, 0.90919441, 0.90919441]],
    [0.1, [0.68196568, 0.6721364, 0.67202861, 0.67202802, 0.67202802, 0.67202802, 0.67202802]],
    [0.2, [0.55974723, 0.51924765, 0.5176834, 0.51765247, 0.5176521, 0.5176521, 0.5176521]],
    [0.5, [0.48134076, 0.35176855, 0.33025265, 0.32823235, 0.32810843, 0.32810829, 0.32810829]],
    [1, [0.47407548, 0.29816941, 0.23470545, 0.21903044, 0.2161507, 0.21612334, 0.21612325]],
    [2, [0.47385928, 0.28970513, 0.1970739, 0.15279081, 0.13235262, 0.13133506, 0.13131542]],
    [4, [0.47385874, 0.28948588, 0.19253563, 0.13331789, 0.08119461, 0.07273654, 0.07216944]],
    [Infinity, [0.47385874, 0.28948567, 0.19247117, 0.1319388, 0.06187483, 0.02645136, 0]],
  ]

  it('dials as often as the closed form says, within 0.5 % in every cell', () => {
    const perSeed = 2_000_000
    const highest = 40
    const surfaces = [1, 2, 3, 4].map((seed) => {
      const leadMs = 100_000
      const toMs = leadMs + perSeed
      return reuseSurfacePass({
        arrivals: createArrivals({ kind: 'poisson', rate: 1000, durationMs: toMs }, seed),
        system,
        pods: 1,
        idleTimeoutsMs: exact.map(([holdingTimes]) => 5 * holdingTimes),
        maxIdleLimit: highest,
        seed,
        fromMs: leadMs,
        toMs,
        leadFromMs: 0,
      })
    })
    for (const [timeoutIndex, [, shares]] of exact.entries()) {
      for (const [i, share] of shares.entries()) {
        const maxIdle = Math.min(idleCaps[i] as number, highest)
        let dials = 0
        let requests = 0
        for (const surface of surfaces) {
          dials += surface.dials(timeoutIndex, maxIdle)
          requests += surface.requests
        }
        if (share > 0) expect(Math.abs(dials / requests / share - 1)).toBeLessThan(0.005)
        // Each number under way that was never reached before takes one dial.
        else expect(dials).toBeLessThan(highest)
      }
    }
  })
})
