import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Autoscaler, type AutoscalerSettings } from './autoscaler.ts'

const anySettings: fc.Arbitrary<AutoscalerSettings> = fc
  .record({
    minPods: fc.integer({ min: 1, max: 20 }),
    more: fc.nat(100),
    targetRatePerPod: fc.integer({ min: 1, max: 500 }),
    everyMs: fc.constantFrom(1000, 15_000, 60_000),
    stabilizationMs: fc.constantFrom(0, 10_000, 300_000),
  })
  .map(({ minPods, more, ...rest }) => ({ minPods, maxPods: minPods + more, ...rest }))

/** Arrivals per second, one number for each interval. */
const anyRates = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 })

describe('Autoscaler', () => {
  it('does what the highest recommendation of the window says, within the limits', () => {
    fc.assert(
      fc.property(anySettings, anyRates, (settings, rates) => {
        const { minPods, maxPods, targetRatePerPod, everyMs, stabilizationMs } = settings
        const autoscaler = new Autoscaler(settings)
        const history = [{ atMs: 0, pods: minPods }]
        for (const [i, rate] of rates.entries()) {
          const before = autoscaler.pods
          const nowMs = (i + 1) * everyMs
          const ratio = rate / before / targetRatePerPod
          // Where rounding decides whether the ratio is within 0.1 of 1, either is right.
          if (Math.abs(Math.abs(ratio - 1) - 0.1) < 1e-9) return
          const pods = Math.abs(ratio - 1) < 0.1 ? before : Math.ceil(rate / targetRatePerPod)
          history.push({ atMs: nowMs, pods })
          const recent = history.filter(({ atMs }) => nowMs - atMs <= stabilizationMs)
          const highest = Math.max(...recent.map((each) => each.pods))
          const expected = Math.min(maxPods, Math.max(minPods, highest))
          expect(autoscaler.next((rate * everyMs) / 1000)).toBe(expected)
          expect(autoscaler.pods).toBe(expected)
        }
      }),
    )
  })

  it('settles where each pod has at most its target and the tolerance', () => {
    fc.assert(
      fc.property(anySettings, fc.integer({ min: 0, max: 20_000 }), (settings, rate) => {
        const autoscaler = new Autoscaler(settings)
        const arrivals = (rate * settings.everyMs) / 1000
        const pods = Array.from({ length: 310 }, () => autoscaler.next(arrivals))
        expect(pods.at(-1)).toBe(pods.at(-2))
        const last = pods.at(-1) ?? 0
        const withinTarget = rate / last <= 1.1 * settings.targetRatePerPod * (1 + 1e-9)
        expect(withinTarget || last === settings.maxPods).toBe(true)
      }),
    )
  })
})
