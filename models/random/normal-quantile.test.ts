import { describe, expect, it } from 'vitest'
import { fnv1aOfBytes } from './fnv1a.ts'
import { normalQuantile } from './normal-quantile.ts'
import { RandomStream } from './random-stream.ts'

describe('normalQuantile', () => {
  it.each([
    // Wichura's own examples.
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.26234008979841],
    // Where one rational function follows on another, and far out.
    [0.075, -1.4395314709384557],
    [0.0749, -1.4402382675279632],
    [1.4e-11, -6.656723091518184],
    [1.38e-11, -6.658838502850765],
    [1e-300, -37.0470962993612],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
  ])('at %s is %s', (probability, quantile) => {
    expect(Math.abs(normalQuantile(probability) / quantile - 1)).toBeLessThan(1e-15)
  })

  it('is 0 in the middle, infinite at the ends, and nothing beyond', () => {
    expect([normalQuantile(0.5), normalQuantile(0), normalQuantile(1)]).toEqual([0, -Infinity, Infinity])
    expect([normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(NaN)]).toEqual([NaN, NaN, NaN])
  })

  it('rises, and is odd around the middle', () => {
    let last = -Infinity
    for (let i = 1; i < 4096; i++) {
      const quantile = normalQuantile(i / 4096)
      expect(quantile).toBeGreaterThan(last)
      expect(normalQuantile(1 - i / 4096)).toBe(0 - quantile)
      last = quantile
    }
  })

  it('gives these very bits', () => {
    const stream = new RandomStream(1, 'golden')
    const quantiles = Float64Array.from({ length: 100_000 }, () => normalQuantile(stream.float()))
    expect(fnv1aOfBytes(new Uint8Array(quantiles.buffer))).toBe(0x7eaff6df)
  })
})
