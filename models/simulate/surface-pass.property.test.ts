import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArrivals } from '../arrivals/create-arrivals.ts'
import { type BusyStep, naiveStack } from '../pool/naive-stack.oracle.ts'
import { createDistribution } from './create-distribution.ts'
import { reuseSurfacePass, type SurfacePassOptions, surfacePass } from './surface-pass.ts'

const TIMEOUTS_MS = [1, 4, 20, 500, Infinity]
const MAX_IDLE = 4

/** Some minutes of arrivals, quarters of a ms apart (which add up without rounding) or much longer. */
const anyTraffic = fc
  .record({
    gapsMs: fc.array(
      fc.oneof(
        { weight: 20, arbitrary: fc.nat({ max: 40 }).map((quarters) => quarters / 4) },
        { weight: 1, arbitrary: fc.integer({ min: 1000, max: 40_000 }) },
      ),
      { minLength: 1, maxLength: 200, size: 'max' },
    ),
    holdingMs: fc.constantFrom(0, 0.25, 3, 12, 90, 70_000),
    pods: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ gapsMs, holdingMs, pods }) => {
    let atMs = 0
    const dueMs = gapsMs.map((gapMs) => (atMs += gapMs))
    // At the end as many at once as it takes for every gap to be over.
    const endMs = atMs + holdingMs + 1000
    return {
      dueMs: Float64Array.from([...dueMs, ...Array<number>(pods * dueMs.length).fill(endMs)]),
      holdingMs,
      pods,
    }
  })

type Traffic = typeof anyTraffic extends fc.Arbitrary<infer Value> ? Value : never

function optionsOf({ dueMs, holdingMs, pods }: Traffic): SurfacePassOptions {
  const toMs = (dueMs.at(-1) as number) + 1
  return {
    arrivals: createArrivals({ kind: 'trace', dueMs }, 1),
    system: {
      rttMs: 0,
      dialMs: createDistribution({ kind: 'deterministic', value: 0 }),
      dialExclusiveMs: 0,
      serviceMs: createDistribution({ kind: 'deterministic', value: holdingMs }),
      slots: Infinity,
      serverIdleTimeoutMs: Infinity,
      hintMs: null,
    },
    pods,
    idleTimeoutsMs: TIMEOUTS_MS,
    maxIdleLimit: MAX_IDLE,
    seed: 1,
    fromMs: 0,
    toMs,
    leadFromMs: 0,
  }
}

/** What each pod has under way, a connection being given back before one is taken at the same moment. */
function stepsOf({ dueMs, holdingMs, pods }: Traffic): BusyStep[][] {
  return Array.from({ length: pods }, (_, pod) => {
    const own = dueMs.filter((__, i) => i % pods === pod)
    const steps: BusyStep[] = []
    let ended = 0
    for (const atMs of own) {
      for (; (own[ended] as number) + holdingMs <= atMs && (own[ended] as number) < atMs; ended++)
        steps.push({ atMs: (own[ended] as number) + holdingMs, up: false })
      steps.push({ atMs, up: true })
      if (holdingMs === 0) {
        steps.push({ atMs, up: false })
        ended++
      }
    }
    return steps
  })
}

describe('reuseSurfacePass', () => {
  it('counts the dials and idle time of naive stacks, one for each pod', () => {
    fc.assert(
      fc.property(anyTraffic, (traffic) => {
        const surface = reuseSurfacePass(optionsOf(traffic))
        const podSteps = stepsOf(traffic)
        expect(surface.requests).toBe(traffic.dueMs.length)
        for (const [timeoutIndex, timeoutMs] of TIMEOUTS_MS.entries()) {
          for (let maxIdle = 1; maxIdle <= MAX_IDLE; maxIdle++) {
            const stacks = podSteps.map((steps) => naiveStack(steps, timeoutMs, maxIdle, 'evict-oldest'))
            const sum = (what: 'dials' | 'idleMs') => stacks.reduce((total, stack) => total + stack[what], 0)
            expect(surface.dials(timeoutIndex, maxIdle)).toBe(sum('dials'))
            expect(surface.idleMs(timeoutIndex, maxIdle)).toBe(sum('idleMs'))
          }
        }
      }),
    )
  })

  it('counts the same in parts, each with the whole time before as its lead, as in one', () => {
    fc.assert(
      fc.property(anyTraffic, fc.double({ min: 0, max: 1, noNaN: true }), (traffic, cut) => {
        const options = optionsOf(traffic)
        const cutMs = Math.round(cut * options.toMs)
        fc.pre(cutMs > 0 && cutMs < options.toMs)
        const whole = reuseSurfacePass(options)
        const parts = reuseSurfacePass({ ...options, toMs: cutMs })
        parts.add(reuseSurfacePass({ ...options, fromMs: cutMs }).counts)
        expect(parts.counts).toEqual(whole.counts)
      }),
    )
  })
})

describe('surfacePass', () => {
  it('counts the same dials and idle time, and every response', () => {
    fc.assert(
      fc.property(anyTraffic, (traffic) => {
        const options = optionsOf(traffic)
        const surface = surfacePass(options)
        expect(surface.reuse.counts).toEqual(reuseSurfacePass(options).counts)
        for (const { requests, meanMs } of surface.cells(0)) {
          expect(requests).toBe(traffic.dueMs.length)
          expect(Math.abs(meanMs - traffic.holdingMs)).toBeLessThanOrEqual(traffic.holdingMs / 128 + 0.0011)
        }
      }),
      { numRuns: 50 },
    )
  })
})
