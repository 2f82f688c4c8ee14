import { describe, expect, it } from 'vitest'
import { burstModel, drawBursts } from './bursts.ts'
import { DueBuffer } from './due-buffer.ts'

const SECONDS = 20_000

/** Mean and variance / mean of the counts per second over independent minutes at 120 requests a second. */
function countsPerSecond(bursts: { factor: number; onMs: number; offMs: number }) {
  const model = burstModel(bursts)
  const counts = new Float64Array(SECONDS)
  const buffer = new DueBuffer()
  for (let index = 0; index * 60 < SECONDS; index++) {
    drawBursts(model, 120, { seed: 8, index, fromMs: index * 60_000, toMs: (index + 1) * 60_000 }, buffer)
  }
  for (const due of buffer.toArray()) {
    const second = Math.floor(due / 1000)
    if (second < SECONDS) counts[second] = (counts[second] ?? NaN) + 1
  }
  const mean = counts.reduce((sum, x) => sum + x, 0) / SECONDS
  const variance = counts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / SECONDS
  return { mean, dispersion: variance / mean }
}

describe('burstModel', () => {
  it('lowers the rate while off so that the mean stands', () => {
    const model = burstModel({ factor: 3, onMs: 1000, offMs: 4000 })
    expect(model.onShare).toBe(0.2)
    expect(model.offFactor).toBeCloseTo(0.5, 15)
    expect(model.onShare * model.onFactor + (1 - model.onShare) * model.offFactor).toBeCloseTo(1, 15)
  })

  it('allows silence while off, and refuses less', () => {
    expect(burstModel({ factor: 5, onMs: 1000, offMs: 4000 }).offFactor).toBe(0)
    expect(() => burstModel({ factor: 5.01, onMs: 1000, offMs: 4000 })).toThrow(
      /^bursts\.factor must be <= 5 with 1000 ms on and 4000 ms off, got 5\.01/,
    )
  })

  it.each([
    ['factor', -1],
    ['factor', NaN],
    ['onMs', 0],
    ['offMs', 0.5],
    ['offMs', Infinity],
  ])('names the parameter %s when it is %s', (name, value) => {
    expect(() => burstModel({ factor: 2, onMs: 1000, offMs: 4000, [name]: value })).toThrow(
      new RegExp(`^bursts\\.${name} must be`),
    )
  })
})

describe('drawBursts', () => {
  it('is over-dispersed as theory has it', () => {
    // Index of dispersion of counts over T: 1 + 2λσ²τ(1 − (τ/T)(1 − e^{−T/τ})), where σ² = p(1−p)(f − g)² = 1 and
    // 1/τ = 1/on + 1/off, τ = 0.8 s (Cox & Isham 1980, §4.2): 83.4 at λ = 120/s and T = 1 s.
    // Standard errors: mean sqrt(120 · (1 + 2·120·0.8) / 20 000) = 1.1; dispersion about 1.5 %.
    const { mean, dispersion } = countsPerSecond({ factor: 3, onMs: 1000, offMs: 4000 })
    expect(Math.abs(mean - 120)).toBeLessThan(4.5)
    expect(Math.abs(dispersion / 83.4 - 1)).toBeLessThan(0.06)
  })

  it('has the mean rate from the start of a stretch on', () => {
    const model = burstModel({ factor: 3, onMs: 1000, offMs: 4000 })
    const buffer = new DueBuffer()
    for (let index = 0; index < 5000; index++) {
      drawBursts(model, 120, { seed: 9, index, fromMs: index * 100, toMs: (index + 1) * 100 }, buffer)
    }
    // 12 arrivals a stretch, standard deviation sqrt(12 + 12²) at most: a standard error of 0.18 over 5000. A
    // process that always began in one state would have 6.6 or 34.
    expect(Math.abs(buffer.length / 5000 - 12)).toBeLessThan(0.8)
  })

  it('is a Poisson process at a factor of 1', () => {
    // The dispersion of 20 000 Poisson counts has a standard error of sqrt(2 / 20 000) = 0.01.
    const { mean, dispersion } = countsPerSecond({ factor: 1, onMs: 1000, offMs: 4000 })
    expect(Math.abs(mean - 120)).toBeLessThan(0.35)
    expect(Math.abs(dispersion - 1)).toBeLessThan(0.04)
  })
})
