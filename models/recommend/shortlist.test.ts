import { describe, expect, it } from 'vitest'
import type { SurfaceCell } from '../simulate/response-surface.ts'
import { connectionCap } from './connection-cap.ts'
import { shortlist } from './shortlist.ts'

/** P99 is good from 8 idle connections and 5 s on; idle time grows with both. */
const cells: SurfaceCell[] = [1000, 5000, 20_000, 90_000].flatMap((idleTimeoutMs) =>
  Array.from({ length: 16 }, (_, i) => ({
    idleTimeoutMs,
    maxIdle: i + 1,
    requests: 1000,
    dials: 100,
    idleSeconds: (i + 1) * idleTimeoutMs,
    meanMs: 10,
    p99Ms: i + 1 >= 8 && idleTimeoutMs >= 5000 ? 20 : 30,
  })),
)

describe('shortlist', () => {
  it('goes around the cheapest good pair, at its own and at the longest safe idle timeout', () => {
    const pairs = shortlist(cells, 30_000, true)
    expect(pairs).toContainEqual({ idleTimeoutMs: 5000, maxIdle: 8 })
    expect(pairs).toContainEqual({ idleTimeoutMs: 5000, maxIdle: 4 })
    expect(pairs).toContainEqual({ idleTimeoutMs: 20_000, maxIdle: 16 })
    expect(new Set(pairs.map(({ idleTimeoutMs }) => idleTimeoutMs))).toEqual(new Set([5000, 20_000]))
  })

  it('has no pair twice and none that is unsafe', () => {
    const pairs = shortlist(cells, 5000, true)
    expect(new Set(pairs.map((pair) => JSON.stringify(pair))).size).toBe(pairs.length)
    expect(pairs.every(({ idleTimeoutMs }) => idleTimeoutMs <= 5000)).toBe(true)
  })

  it('varies the idle timeout alone for a client without an idle cap', () => {
    expect(shortlist(cells, 30_000, false)).toEqual([
      { idleTimeoutMs: 1000, maxIdle: Infinity },
      { idleTimeoutMs: 5000, maxIdle: Infinity },
      { idleTimeoutMs: 20_000, maxIdle: Infinity },
    ])
  })

  it('needs a safe idle timeout in the grid', () => {
    expect(() => shortlist(cells, 500, true)).toThrow(/within 500 ms/)
  })
})

describe('connectionCap', () => {
  it('shares what the target can use at its knee among the pods, with half as many to spare', () => {
    expect(connectionCap(32, 2, 5)).toBe(24)
  })

  it('is never below what a pod was seen to need', () => {
    expect(connectionCap(40, 2, 50)).toBe(50)
  })

  it('is a fuse all the same: no burst lifts it above four times what the target can use', () => {
    expect(connectionCap(4, 2, 50)).toBe(8)
  })

  it('is not set when no knee was found', () => {
    expect(connectionCap(null, 2, 5)).toBeNull()
  })
})
