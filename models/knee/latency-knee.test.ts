import { describe, expect, it } from 'vitest'
import { describeKnee, type SweepPoint } from './latency-knee.ts'

const SLO = { p99Ms: 250, failureRate: 0.001 }
const CAPACITY = 1000

/**
 * A server of one queue (M/M/1) with a capacity of 1000 requests per second: mean response time 1 / (μ − λ), p99
 * ln(100) times that. Beyond its capacity it serves 1000 per second and answers slowly.
 */
function step(offeredRate: number): SweepPoint {
  const stable = offeredRate < CAPACITY
  const meanMs = stable ? 1000 / (CAPACITY - offeredRate) : 2000
  const achievedRate = Math.min(offeredRate, CAPACITY)
  return {
    offeredRate,
    achievedRate,
    concurrency: (achievedRate * meanMs) / 1000,
    p99Ms: meanMs * Math.log(100),
    meanMs,
    failureRate: 0,
  }
}

const SWEEP = [100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 980, 990, 1100, 1200, 1300].map(step)

describe('describeKnee', () => {
  it('finds capacity under the service level, and the first step beyond it', () => {
    // p99 at 980 is 4605.17 / 20 = 230 ms, at 990 it is 461 ms.
    expect(describeKnee(SWEEP, SLO).sloCapacity).toEqual({ rate: 980, nextRate: 990 })
  })

  it('finds the plateau of the achieved rate', () => {
    const { plateau } = describeKnee(SWEEP, SLO)
    expect(plateau?.plateau).toBeCloseTo(CAPACITY, 3)
    expect(plateau?.slopeBefore).toBeCloseTo(1, 5)
    expect(plateau?.slopeAfter).toBeCloseTo(0, 5)
  })

  it('finds the latency knee of M/M/1 and states the swept range', () => {
    const rates = Array.from({ length: 100 }, (_, i) => 9.5 * (i + 1))
    const knee = describeKnee(rates.map(step), SLO).kneedle
    expect(knee?.range).toEqual([9.5, 950])
    // The chord of 1 / (1 − ρ) from ρ = 0.0095 to 0.95 is parallel to it at 1 − √((1 − 0.0095)(1 − 0.95)) = 0.7775.
    expect(Math.abs((knee?.x ?? NaN) - 777.5)).toBeLessThanOrEqual(9.5)
  })

  it('fits the scalability law: one queue is X = γ N / (1 + α (N − 1)) with γ = 500 and α = ½', () => {
    const usl = describeKnee(SWEEP.slice(0, 12), SLO).usl
    expect(usl?.gamma).toBeCloseTo(500, 3)
    expect(usl?.alpha).toBeCloseTo(0.5, 5)
    expect(usl?.beta).toBeCloseTo(0, 6)
    expect(usl?.limit).toBeCloseTo(CAPACITY, 2)
  })

  it('does not depend on the order of the steps', () => {
    expect(describeKnee(SWEEP.toReversed(), SLO)).toEqual(describeKnee(SWEEP, SLO))
  })

  it('averages steps of the same offered rate', () => {
    const twice = [...SWEEP, { ...step(500), p99Ms: 1000 }]
    const once = SWEEP.map((point) =>
      point.offeredRate === 500 ? { ...point, p99Ms: (point.p99Ms + 1000) / 2 } : point,
    )
    expect(describeKnee(twice, SLO)).toEqual(describeKnee(once, SLO))
    expect(describeKnee(twice, SLO).sloCapacity).toEqual({ rate: 400, nextRate: 500 })
  })

  it('stops at the first step that fails, even when a later one passes', () => {
    const dip = SWEEP.map((point) => (point.offeredRate === 400 ? { ...point, failureRate: 0.0011 } : point))
    expect(describeKnee(dip, SLO).sloCapacity).toEqual({ rate: 300, nextRate: 400 })
  })

  it('counts a step that falls behind its offered rate, or answers nothing, as failed', () => {
    const behind = SWEEP.map((point) => (point.offeredRate === 600 ? { ...point, achievedRate: 581 } : point))
    expect(describeKnee(behind, SLO).sloCapacity).toEqual({ rate: 500, nextRate: 600 })
    const justEnough = SWEEP.map((point) =>
      point.offeredRate === 600 ? { ...point, achievedRate: 583 } : point,
    )
    expect(describeKnee(justEnough, SLO).sloCapacity?.rate).toBe(980)
    const silent = SWEEP.map((point) => (point.offeredRate === 700 ? { ...point, p99Ms: NaN } : point))
    expect(describeKnee(silent, SLO).sloCapacity).toEqual({ rate: 600, nextRate: 700 })
  })

  it('has no next rate when no step failed, and no capacity when the lowest did', () => {
    expect(describeKnee(SWEEP.slice(0, 5), SLO).sloCapacity).toEqual({ rate: 500, nextRate: null })
    expect(describeKnee(SWEEP, { p99Ms: 1, failureRate: 0 }).sloCapacity).toBeNull()
  })

  it('has no plateau where throughput follows the offered rate', () => {
    expect(describeKnee(SWEEP.slice(0, 9), SLO).plateau).toBeNull()
  })

  it('has no plateau where throughput merely bends', () => {
    const bent = SWEEP.map((point) => ({
      ...point,
      achievedRate: Math.min(point.offeredRate, 500) + 0.8 * Math.max(0, point.offeredRate - 500),
    }))
    expect(describeKnee(bent, SLO).plateau).toBeNull()
  })

  it('answers null to what too few steps cannot tell', () => {
    expect(describeKnee([], SLO)).toEqual({ sloCapacity: null, kneedle: null, usl: null, plateau: null })
    expect(describeKnee(SWEEP.slice(0, 2), SLO)).toEqual({
      sloCapacity: { rate: 200, nextRate: null },
      kneedle: null,
      usl: null,
      plateau: null,
    })
  })

  it('refuses figures out of range', () => {
    const good = step(100)
    for (const bad of [
      { offeredRate: 0 },
      { achievedRate: NaN },
      { concurrency: -1 },
      { failureRate: 1.2 },
    ]) {
      expect(() => describeKnee([{ ...good, ...bad }], SLO)).toThrow(RangeError)
    }
    expect(() => describeKnee([good], { p99Ms: 0, failureRate: 0 })).toThrow(RangeError)
    expect(() => describeKnee([good], { p99Ms: 1, failureRate: 2 })).toThrow(RangeError)
  })
})
