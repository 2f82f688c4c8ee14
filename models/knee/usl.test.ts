import { describe, expect, it } from 'vitest'
import { RAYTRACER, SPECSDM91, throughputPoints as points } from './published-usl.fixture.ts'
import { fitUsl, fitUslFrom, uslPeak, uslThroughput } from './usl.ts'

function expectRelative(actual: number | null, expected: number, tolerance: number): void {
  expect(Math.abs((actual ?? NaN) / expected - 1)).toBeLessThan(tolerance)
}

describe('fitUsl', () => {
  it('reproduces the published fit of specsdm91 (usl 3.0.3)', () => {
    const fit = fitUsl(SPECSDM91)
    expectRelative(fit.alpha, 2.773e-2, 1e-4)
    expectRelative(fit.beta, 1.044e-4, 5e-4)
    expectRelative(fit.gamma, 90.0, 1e-4)
    expectRelative(fit.standardErrors.alpha, 9.122e-3, 1e-4)
    expectRelative(fit.standardErrors.beta, 1.988e-5, 5e-4)
    expectRelative(fit.standardErrors.gamma, 14.21, 5e-4)
    expectRelative(fit.residualStandardError, 82.85, 1e-4)
    expectRelative(fit.peakConcurrency, 96.51956, 1e-7)
    expectRelative(fit.peakThroughput, 1884, 5e-4)
    expectRelative(fit.limit, 3245.589, 2e-7)
    expect(fit.identified).toBe(true)
    expect(fit.warnings).toEqual([])
    const fitted = SPECSDM91.map(({ concurrency }) => Math.round(uslThroughput(fit, concurrency)))
    expect(fitted).toEqual([90, 1078, 1541, 1850, 1879, 1822, 1646])
  })

  it('agrees with a solution of the normal equations of specsdm91 in 40-digit arithmetic', () => {
    const fit = fitUsl(SPECSDM91)
    expectRelative(fit.alpha, 0.02772847561863427, 1e-7)
    expectRelative(fit.beta, 1.0436548384409085e-4, 1e-7)
    expectRelative(fit.gamma, 89.9952331043322, 1e-7)
  })

  it('reproduces the published fit of raytracer: contention only, no peak', () => {
    const fit = fitUsl(RAYTRACER)
    expectRelative(fit.alpha, 0.057770781, 1e-6)
    expect(fit.beta).toBe(0)
    expectRelative(fit.gamma, 21.848843, 1e-6)
    expectRelative(fit.limit, 378.2, 1e-4)
    expect(fit).toMatchObject({ peakConcurrency: null, peakThroughput: null, identified: false })
    expect(fit.standardErrors.beta).toBeNull()
    expect(fit.warnings).toEqual([expect.stringContaining('No peak')])
  })

  it('reproduces the published fit of the first six rows of raytracer', () => {
    const fit = fitUsl(RAYTRACER.slice(0, 6))
    expectRelative(fit.alpha, 0.02444, 2e-4)
    expectRelative(fit.beta, 0.00163, 2e-3)
    expectRelative(fit.gamma, 20.85605, 1e-6)
  })

  it('finds the coefficients of data without noise', () => {
    const fit = fitUsl(points([1, 2, 4, 6, 8, 10], [1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557]))
    expect(fit.alpha).toBeCloseTo(0.02, 4)
    expect(fit.beta).toBeCloseTo(0.02, 4)
    expect(fit.gamma).toBeCloseTo(1, 3)
  })

  it('takes concurrencies below 1, in any order', () => {
    const truth = { alpha: 0.05, beta: 0.0008, gamma: 1000 }
    const concurrencies = [40, 0.2, 3, 0.6, 12, 25]
    const fit = fitUsl(
      points(
        concurrencies,
        concurrencies.map((n) => uslThroughput(truth, n)),
      ),
    )
    expectRelative(fit.alpha, 0.05, 1e-6)
    expectRelative(fit.beta, 0.0008, 1e-6)
    expectRelative(fit.gamma, 1000, 1e-6)
  })

  it('calls a peak beyond the data an extrapolation', () => {
    const truth = { alpha: 0.02, beta: 0.0005, gamma: 100 }
    const peak = Math.sqrt(0.98 / 0.0005)
    const upTo = (last: number) => {
      const concurrencies = [1, 2, 4, 8, 12, 16, last]
      return fitUsl(
        points(
          concurrencies,
          concurrencies.map((n) => uslThroughput(truth, n)),
        ),
      )
    }
    expect(upTo(0.78 * peak).identified).toBe(false)
    expect(upTo(0.78 * peak).warnings).toEqual([expect.stringContaining('extrapolated')])
    expect(upTo(0.82 * peak).identified).toBe(true)
  })

  it('warns under six points and has no errors with three', () => {
    const fit = fitUsl(points([1, 18, 216], [64.9, 995.9, 1702.2]))
    expect(fit.warnings).toEqual([expect.stringContaining('Only 3 points')])
    expect(fit.residualStandardError).toBeNull()
    expect(fit.standardErrors).toEqual({ alpha: null, beta: null, gamma: null })
  })

  it('says when requests were hardly ever in flight together', () => {
    const truth = { alpha: 0.05, beta: 0.0008, gamma: 1000 }
    const upTo = (last: number) => {
      const concurrencies = [0.1, 0.2, 0.4, 0.8, 1.2, last]
      return fitUsl(
        points(
          concurrencies,
          concurrencies.map((n) => uslThroughput(truth, n)),
        ),
      ).warnings
    }
    const warning = expect.stringContaining('The data end at a concurrency of 1.90')
    expect(upTo(1.9)).toContainEqual(warning)
    expect(upTo(2).some((each) => each.startsWith('The data end'))).toBe(false)
  })

  it('says when more concurrency never gave more throughput', () => {
    const fit = fitUsl(points([1, 2, 3, 4, 5, 6], [100, 80, 75, 72.7, 71.4, 70.6]))
    expect(fit.alpha).toBe(1)
    expect(fit).toMatchObject({ peakConcurrency: null, identified: false })
    expect(fit.warnings).toContainEqual(expect.stringContaining('does not grow'))
  })

  it('refuses bad input', () => {
    expect(() => fitUsl([])).toThrow(RangeError)
    expect(() => fitUsl(points([1, 2, 2], [1, 2, 2]))).toThrow(RangeError)
    expect(() => fitUsl(points([0, 1, 2], [1, 2, 2]))).toThrow(RangeError)
    expect(() => fitUsl(points([1, 2, NaN], [1, 2, 2]))).toThrow(RangeError)
    expect(() => fitUsl(points([1, 2, 3], [1, 2, -1]))).toThrow(RangeError)
    expect(() => fitUsl(points([1, 2, 3], [1, 2, Infinity]))).toThrow(RangeError)
    expect(() => fitUsl(points([1, 2, 3], [0, 0, 0]))).toThrow(RangeError)
  })
})

describe('uslThroughput', () => {
  it('gives the figures published for the Cisco fit (Schwartz, Practical Scalability Analysis)', () => {
    const cisco = { alpha: 0.0267159447, beta: 7.69093925e-4, gamma: 995.648784 }
    expect(1000 / uslThroughput(cisco, 1)).toBeCloseTo(1.00437, 5)
    expect(uslThroughput(cisco, 20)).toBeCloseTo(11063.633, 2)
    expect(20_000 / uslThroughput(cisco, 20)).toBeCloseTo(1.80772, 5)
    expect(35_000 / uslThroughput(cisco, 35)).toBeCloseTo(2.8359, 5)
    expect(Math.floor(Math.sqrt((1 - cisco.alpha) / cisco.beta))).toBe(35)
    expectRelative(uslThroughput(cisco, 35), 12341, 2e-4)
  })
})

describe('uslPeak', () => {
  it('is where no other concurrency gives more', () => {
    const peak = uslPeak({ alpha: 0.02, beta: 0.0005, gamma: 100 })
    expect(peak.concurrency).toBeCloseTo(Math.sqrt(0.98 / 0.0005), 12)
    expect(peak.throughput).toBeCloseTo(uslThroughput({ alpha: 0.02, beta: 0.0005, gamma: 100 }, 44.27), 5)
  })

  it('is far away without coherency, and nowhere where all is serial', () => {
    expect(uslPeak({ alpha: 0.05, beta: 0, gamma: 20 })).toEqual({ concurrency: Infinity, throughput: 400 })
    expect(uslPeak({ alpha: 0, beta: 0, gamma: 20 })).toEqual({ concurrency: Infinity, throughput: Infinity })
    expect(uslPeak({ alpha: 1, beta: 0.2, gamma: 20 })).toEqual({ concurrency: 0, throughput: 25 })
    const nearly = uslPeak({ alpha: 1 - 1e-12, beta: 0.2, gamma: 20 })
    expect(nearly.throughput).toBeCloseTo(25, 3)
  })
})

describe('fitUslFrom', () => {
  it('comes to the same fit from a start nearby', () => {
    const fit = fitUslFrom(SPECSDM91, { alpha: 0.05, beta: 1e-5, gamma: 120 })
    expectRelative(fit.alpha, 0.02772847561863427, 1e-5)
    expectRelative(fit.beta, 1.0436548384409085e-4, 1e-5)
    expectRelative(fit.gamma, 89.9952331043322, 1e-5)
  })
})
