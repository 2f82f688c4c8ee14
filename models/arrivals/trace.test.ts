import { describe, expect, it } from 'vitest'
import { traceArrivals } from './trace.ts'

const trace = (...dueMs: number[]) => traceArrivals({ kind: 'trace', dueMs: new Float64Array(dueMs) })

describe('trace arrivals', () => {
  it('are the recorded ones, and end one mean gap after the last', () => {
    const arrivals = trace(0, 10, 10, 40)
    expect(arrivals.durationMs).toBeCloseTo(40 + 40 / 3, 12)
    expect([...arrivals.between(0, Infinity)]).toEqual([0, 10, 10, 40])
    expect([...arrivals.between(10, 40)]).toEqual([10, 10])
    expect(trace(5).durationMs).toBe(1005)
    expect(trace(5, 5).durationMs).toBe(1005)
    expect(trace(0, 5e-324).durationMs).toBe(1)
  })

  it('have the mean rate of each minute', () => {
    const arrivals = trace(0, 1000, 2000, 60_000, 90_000)
    expect(arrivals.ratePerSecond(59_999)).toBeCloseTo(3 / 60, 12)
    expect(arrivals.durationMs).toBe(112_500)
    expect(arrivals.ratePerSecond(60_000)).toBeCloseTo(2 / 52.5, 12)
    expect(arrivals.ratePerSecond(112_500)).toBe(0)
  })

  it('do not hand out the recording itself', () => {
    const arrivals = trace(0, 10)
    arrivals.between(0, 20).fill(99)
    expect([...arrivals.between(0, 20)]).toEqual([0, 10])
  })

  it.each([[[]], [[0, 2, 1]], [[-1, 2]], [[0, NaN]], [[0, Infinity]]])('refuse %j', (dueMs) => {
    expect(() => trace(...dueMs)).toThrow(/^dueMs/)
  })
})
