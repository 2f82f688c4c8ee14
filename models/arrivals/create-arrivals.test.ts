import { describe, expect, it } from 'vitest'
import { createArrivals } from './create-arrivals.ts'
import type { ArrivalSpec } from './spec.ts'

const CONSTANT: ArrivalSpec = { kind: 'constant', rate: 10, durationMs: 1000 }

describe('createArrivals', () => {
  it.each<[string, unknown]>([
    ['rate', { ...CONSTANT, rate: -1 }],
    ['rate', { ...CONSTANT, rate: Infinity }],
    ['durationMs', { ...CONSTANT, durationMs: 0 }],
    ['fromRate', { kind: 'ramp', fromRate: NaN, toRate: 1, durationMs: 1 }],
    ['toRate', { kind: 'ramp', fromRate: 1, toRate: -1, durationMs: 1 }],
    ['durationMs', { kind: 'ramp', fromRate: 1, toRate: 1, durationMs: Infinity }],
    ['steps', { kind: 'steps', steps: [] }],
    [
      'steps[1].rate',
      {
        kind: 'steps',
        steps: [
          { rate: 1, durationMs: 1 },
          { rate: -1, durationMs: 1 },
        ],
      },
    ],
    ['steps[0].durationMs', { kind: 'steps', steps: [{ rate: 1, durationMs: -1 }] }],
    ['rate', { kind: 'poisson', rate: NaN, durationMs: 1 }],
    ['durationMs', { kind: 'poisson', rate: 1, durationMs: NaN }],
    ['kind', { kind: 'sometimes' }],
  ])('names %s when it is out of range', (field, spec) => {
    let message = ''
    try {
      createArrivals(spec as ArrivalSpec, 1)
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
      message = String(error)
    }
    expect(message.startsWith(`RangeError: ${field} `)).toBe(true)
  })

  it('wants an integer for a seed', () => {
    expect(() => createArrivals(CONSTANT, 0.5)).toThrow(/^seed must be an integer, got 0\.5/)
  })

  it('refuses windows that end before they begin', () => {
    expect(() => createArrivals(CONSTANT, 1).between(2, 1)).toThrow(RangeError)
    expect(() => createArrivals(CONSTANT, 1).between(NaN, 1)).toThrow(RangeError)
  })
})
