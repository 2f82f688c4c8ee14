import { describe, expect, it } from 'vitest'
import { Autoscaler, type AutoscalerSettings, KUBERNETES_TIMING } from './autoscaler.ts'

const settings: AutoscalerSettings = {
  minPods: 1,
  maxPods: 100,
  targetRatePerPod: 75,
  ...KUBERNETES_TIMING,
}

/** Arrivals within an interval of 15 s. */
const at = (rate: number) => 15 * rate

describe('Autoscaler', () => {
  it("follows Kubernetes' own example: 50 pods at 90 for a target of 75 become 60", () => {
    expect(new Autoscaler(settings, 50).next(at(50 * 90))).toBe(60)
  })

  it('rounds up', () => {
    expect(new Autoscaler(settings, 1).next(at(151))).toBe(3)
    expect(new Autoscaler(settings, 1).next(at(150))).toBe(2)
  })

  it('changes nothing within a tenth of the target', () => {
    expect(new Autoscaler(settings, 50).next(at(1.09 * 50 * 75))).toBe(50)
    expect(new Autoscaler(settings, 50).next(at(1.11 * 50 * 75))).toBe(56)
    const steady = new Autoscaler({ ...settings, stabilizationMs: 0 }, 50)
    expect(steady.next(at(0.91 * 50 * 75))).toBe(50)
    expect(steady.next(at(0.89 * 50 * 75))).toBe(45)
  })

  it('scales down five minutes after the last need, to the highest recommendation since', () => {
    const autoscaler = new Autoscaler(settings, 10)
    expect(autoscaler.next(at(750))).toBe(10)
    // The recommendation at minute 0 counts up to and including minute 5, the 20th decision after it.
    const pods = Array.from({ length: 22 }, (_, i) => autoscaler.next(at(i === 4 ? 300 : 75)))
    expect(pods.slice(0, 20)).toEqual(Array<number>(20).fill(10))
    expect(pods.slice(20)).toEqual([4, 4])
  })

  it('scales up at once, in the middle of the window too', () => {
    const autoscaler = new Autoscaler(settings, 10)
    autoscaler.next(at(75))
    expect(autoscaler.next(at(1500))).toBe(20)
  })

  it('keeps within its limits, and remembers no more than them', () => {
    const autoscaler = new Autoscaler({ ...settings, minPods: 2, maxPods: 5, stabilizationMs: 0 })
    expect(autoscaler.pods).toBe(2)
    expect([autoscaler.next(at(10_000)), autoscaler.next(0)]).toEqual([5, 2])
    expect(autoscaler.pods).toBe(2)
  })

  it.each<[Partial<AutoscalerSettings>, RegExp]>([
    [{ minPods: 0 }, /^minPods/],
    [{ minPods: 1.5 }, /^minPods/],
    [{ maxPods: 0 }, /^maxPods/],
    [{ targetRatePerPod: 0 }, /^targetRatePerPod/],
    [{ everyMs: 0 }, /^everyMs/],
    [{ stabilizationMs: -1 }, /^stabilizationMs/],
  ])('refuses %o', (change, message) => {
    expect(() => new Autoscaler({ ...settings, ...change })).toThrow(message)
  })

  it('refuses pods outside the limits and arrivals that cannot be', () => {
    expect(() => new Autoscaler(settings, 101)).toThrow(/^pods must/)
    expect(() => new Autoscaler(settings).next(-1)).toThrow(/^arrivals must/)
    expect(() => new Autoscaler(settings).next(NaN)).toThrow(/^arrivals must/)
  })
})
