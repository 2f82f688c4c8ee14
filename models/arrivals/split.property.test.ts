import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrivalsOfWorker, globalIndex } from './split.ts'

const window = fc.float64Array({ noNaN: true, min: 0, max: 1e9, maxLength: 200 }).map((due) => due.sort())

/** Puts the shares back in order by the number that each arrival has within the window. */
function union(dueMs: Float64Array, workers: number): Float64Array {
  const all = new Float64Array(dueMs.length).fill(NaN)
  for (let worker = 0; worker < workers; worker++) {
    for (const [i, due] of arrivalsOfWorker(dueMs, worker, workers).entries()) {
      all[globalIndex(i, worker, workers)] = due
    }
  }
  return all
}

describe('arrivalsOfWorker', () => {
  it('gives all workers together the window, byte for byte, whatever their number', () => {
    fc.assert(
      fc.property(window, fc.integer({ min: 1, max: 40 }), (dueMs, workers) => {
        expect(new Uint8Array(union(dueMs, workers).buffer)).toEqual(new Uint8Array(dueMs.slice().buffer))
      }),
    )
  })

  it('gives each arrival to one worker, and shares that differ by one arrival at most', () => {
    fc.assert(
      fc.property(window, fc.integer({ min: 1, max: 40 }), (dueMs, workers) => {
        const sizes = Array.from(
          { length: workers },
          (_, worker) => arrivalsOfWorker(dueMs, worker, workers).length,
        )
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(dueMs.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('takes every n-th arrival from the worker on', () => {
    expect([...arrivalsOfWorker(new Float64Array([1, 2, 3, 4, 5, 6, 7]), 1, 3)]).toEqual([2, 5])
  })

  it.each([
    [0, 0, 'workers'],
    [0, 1.5, 'workers'],
    [-1, 2, 'worker'],
    [2, 2, 'worker'],
  ])('refuses worker %s of %s', (worker, workers, field) => {
    expect(() => arrivalsOfWorker(new Float64Array(3), worker, workers)).toThrow(
      new RegExp(`^${field} must be`),
    )
  })
})
