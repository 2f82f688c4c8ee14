import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naiveStack } from '../pool/naive-stack.oracle.ts'
import { ResponseSurface } from './response-surface.ts'

const TIMEOUTS_MS = [2, 6, 20]
const MAX_IDLE = 3

const requests = fc.array(
  fc.record({
    gapMs: fc.nat({ max: 12 }),
    up: fc.boolean(),
    responseMs: fc.double({ min: 0.001, max: 400, noNaN: true }),
  }),
  { minLength: 1, maxLength: 250, size: 'max' },
)

type Move = { readonly gapMs: number; readonly up: boolean; readonly responseMs: number }

/** Feeds the surface; also gives the steps of the trace and each request's response time. */
function feed(moves: readonly Move[]) {
  const surface = new ResponseSurface(TIMEOUTS_MS, MAX_IDLE)
  const steps: Array<{ atMs: number; up: boolean }> = []
  const responsesMs: number[] = []
  let atMs = 0
  let underWay = 0
  for (const { gapMs, up: drawnUp, responseMs } of moves) {
    atMs += gapMs
    const up = drawnUp || underWay === 0
    underWay += up ? 1 : -1
    steps.push({ atMs, up })
    if (up) {
      surface.reuse.up(atMs)
      surface.record(responseMs)
      responsesMs.push(responseMs)
    } else surface.reuse.down(atMs)
  }
  return { surface, steps, responsesMs }
}

describe('ResponseSurface.cells', () => {
  it('gives dials exactly, and mean and 99th percentile of the requests written out', () => {
    fc.assert(
      fc.property(requests, fc.double({ min: 0, max: 500, noNaN: true }), (moves, dialMs) => {
        const { surface, steps, responsesMs } = feed(moves)
        const cells = surface.cells(dialMs)
        expect(cells).toHaveLength(TIMEOUTS_MS.length * MAX_IDLE)
        // A bucket's middle is off by half its width, 1/64 of the value, or of 1 µs.
        const error = Math.max(...responsesMs) / 128 + 0.0011
        for (const cell of cells) {
          const { idleTimeoutMs, maxIdle } = cell
          const dialing = dialsOf(steps, idleTimeoutMs, maxIdle)
          const exact = responsesMs.map((ms, i) => (dialing[i] ? ms + dialMs : ms)).sort((a, b) => a - b)
          expect(cell.requests).toBe(exact.length)
          expect(cell.dials).toBe(dialing.filter(Boolean).length)
          const mean = exact.reduce((sum, ms) => sum + ms, 0) / exact.length
          expect(Math.abs(cell.meanMs - mean)).toBeLessThan(error)
          const rank = Math.floor((99 * exact.length + 99) / 100)
          expect(Math.abs(cell.p99Ms - exact[rank - 1]!)).toBeLessThan(error)
        }
      }),
    )
  })

  it('takes the percentile at rank ⌈0.99 n⌉: the 198th of 200, the 199th of 201', () => {
    for (const [requestCount, expectedMs] of [
      [200, 198],
      [201, 199],
    ] as const) {
      const surface = new ResponseSurface([1000], 1)
      for (let i = 1; i <= requestCount; i++) {
        surface.reuse.up(i)
        surface.record(i)
        surface.reuse.down(i)
      }
      const [cell] = surface.cells(0)
      expect(cell?.dials).toBe(1)
      // Above 128 ms buckets are 1.024 ms wide at least.
      expect(Math.abs(cell!.p99Ms - expectedMs)).toBeLessThan(expectedMs / 128)
    }
  })

  it('lets surfaces with the same grid be added up', () => {
    fc.assert(
      fc.property(requests, requests, (some, others) => {
        const one = feed(some).surface
        const other = feed(others).surface
        const [before] = one.cells(5)
        one.add(other.counts)
        const [after] = one.cells(5)
        const [added] = other.cells(5)
        expect(after!.requests).toBe(before!.requests + added!.requests)
        expect(after!.dials).toBe(before!.dials + added!.dials)
        const sumMs = before!.meanMs * before!.requests + added!.meanMs * added!.requests
        expect(after!.meanMs * after!.requests).toBeCloseTo(sumMs, 6)
      }),
    )
    expect(() => new ResponseSurface([1], 1).add(new ResponseSurface([1], 2).counts)).toThrow(RangeError)
  })

  it('forgets counts, but not what is idle', () => {
    const surface = new ResponseSurface([1000], 1)
    surface.reuse.up(0)
    surface.record(10)
    surface.reuse.down(10)
    surface.resetCounts()
    surface.reuse.up(20)
    surface.record(10)
    expect(surface.cells(5)[0]).toMatchObject({ requests: 1, dials: 0 })
  })
})

/** Whether each request dials: by what one more request adds to the dials of the naive stack. */
function dialsOf(
  steps: ReadonlyArray<{ atMs: number; up: boolean }>,
  idleTimeoutMs: number,
  maxIdle: number,
): boolean[] {
  const dialing: boolean[] = []
  let dials = 0
  for (const [i, { up }] of steps.entries()) {
    if (!up) continue
    const so = naiveStack(steps.slice(0, i + 1), idleTimeoutMs, maxIdle, 'evict-oldest').dials
    dialing.push(so > dials)
    dials = so
  }
  return dialing
}
