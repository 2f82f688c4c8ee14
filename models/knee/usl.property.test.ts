import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitUsl, uslThroughput } from './usl.ts'

const CONCURRENCIES = [0.5, 1, 2, 4, 8, 16, 32, 64]

const coefficients = fc.record({
  alpha: fc.double({ min: 0.005, max: 0.6, noNaN: true }),
  beta: fc.double({ min: 1e-4, max: 0.02, noNaN: true }),
  gamma: fc.double({ min: 1, max: 1e5, noNaN: true }),
})

it('finds the coefficients that made the data', () => {
  fc.assert(
    fc.property(coefficients, (truth) => {
      const fit = fitUsl(
        CONCURRENCIES.map((concurrency) => ({ concurrency, throughput: uslThroughput(truth, concurrency) })),
      )
      expect(fit.alpha / truth.alpha).toBeCloseTo(1, 5)
      expect(fit.beta / truth.beta).toBeCloseTo(1, 5)
      expect(fit.gamma / truth.gamma).toBeCloseTo(1, 5)
    }),
  )
})

it('holds its bounds and puts the peak where no other concurrency gives more, on any data', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 8, maxLength: 8 }),
      (throughputs) => {
        const fit = fitUsl(
          CONCURRENCIES.map((concurrency, i) => ({ concurrency, throughput: throughputs[i] ?? NaN })),
        )
        for (const share of [fit.alpha, fit.beta]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
        expect(fit.gamma).toBeGreaterThanOrEqual(0)
        const { peakConcurrency, peakThroughput } = fit
        if (peakConcurrency === null || peakThroughput === null) return
        for (const factor of [0.9, 0.99, 1.01, 1.1]) {
          expect(uslThroughput(fit, peakConcurrency * factor)).toBeLessThanOrEqual(
            peakThroughput * (1 + 1e-9),
          )
        }
      },
    ),
  )
})
