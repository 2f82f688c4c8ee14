import { describe, expect, it } from 'vitest'
import type { SurfaceCell } from '../simulate/response-surface.ts'
import { capWithoutKnee, connectionCap } from './connection-cap.ts'
import { shortlist as shortlistOf, type ShortlistOptions } from './shortlist.ts'

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

const shortlist = (safeIdleTimeoutMs: number, changes: Partial<ShortlistOptions> = {}) =>
  shortlistOf({
    cells,
    safeIdleTimeoutMs,
    serverIdleMs: 65_000,
    today: { idleTimeoutMs: 90_000, maxIdlePerHost: 100 },
    can: { idleTimeout: true, maxIdle: true },
    spare: 1,
    ...changes,
  })

describe('shortlist', () => {
  it('goes around the cheapest good pair, at its own and at the longest safe idle timeout', () => {
    const pairs = shortlist(30_000)
    expect(pairs).toContainEqual({ idleTimeoutMs: 5000, maxIdle: 8 })
    expect(pairs).toContainEqual({ idleTimeoutMs: 5000, maxIdle: 4 })
    expect(pairs).toContainEqual({ idleTimeoutMs: 20_000, maxIdle: 16 })
    expect(new Set(pairs.map(({ idleTimeoutMs }) => idleTimeoutMs))).toEqual(new Set([5000, 20_000]))
  })

  it('has no pair twice and none that is unsafe', () => {
    const pairs = shortlist(5000)
    expect(new Set(pairs.map((pair) => JSON.stringify(pair))).size).toBe(pairs.length)
    expect(pairs.every(({ idleTimeoutMs }) => idleTimeoutMs <= 5000)).toBe(true)
  })

  it('varies the idle timeout alone for a client without an idle cap', () => {
    expect(shortlist(30_000, { can: { idleTimeout: true, maxIdle: false } })).toEqual([
      { idleTimeoutMs: 1000, maxIdle: 100 },
      { idleTimeoutMs: 5000, maxIdle: 100 },
      { idleTimeoutMs: 20_000, maxIdle: 100 },
    ])
  })

  it('varies the idle cap alone for a client without an idle timeout, however unsafe that is', () => {
    const can = { idleTimeout: false, maxIdle: true }
    const caps = [4, 6, 8, 10, 12, 16]
    const at = (idleTimeoutMs: number) => caps.map((maxIdle) => ({ idleTimeoutMs, maxIdle }))
    expect(shortlist(30_000, { can })).toEqual(at(90_000))
    expect(shortlist(30_000, { can, today: { idleTimeoutMs: Infinity, maxIdlePerHost: 1 } })).toEqual(
      at(Infinity),
    )
  })

  it('looks for the idle cap where the server closes', () => {
    const can = { idleTimeout: false, maxIdle: true }
    // With 1 s every cap is as good, so the least is enough.
    expect(shortlist(500, { can, serverIdleMs: 2000 })[0]).toEqual({ idleTimeoutMs: 90_000, maxIdle: 1 })
    expect(shortlist(500, { can, serverIdleMs: 6000 })[0]).toEqual({ idleTimeoutMs: 90_000, maxIdle: 4 })
  })

  it('leaves both as they are for a client that has neither', () => {
    expect(shortlist(500, { can: { idleTimeout: false, maxIdle: false } })).toEqual([
      { idleTimeoutMs: 90_000, maxIdle: 100 },
    ])
  })

  it('has for each pair one with as much more as is to be spare', () => {
    const spare = 1.37
    const pairs = shortlist(30_000, { spare })
    for (const { idleTimeoutMs, maxIdle } of shortlist(30_000)) {
      expect(pairs).toContainEqual({ idleTimeoutMs, maxIdle })
      expect(pairs).toContainEqual({ idleTimeoutMs, maxIdle: Math.ceil(spare * maxIdle) })
    }
    expect(new Set(pairs.map((pair) => JSON.stringify(pair))).size).toBe(pairs.length)
  })

  it('needs a safe idle timeout in the grid', () => {
    expect(() => shortlist(500)).toThrow(/within 500 ms/)
  })
})

describe('connectionCap', () => {
  it('shares what the target can use at its knee among the pods, with half as many to spare', () => {
    expect(connectionCap(32, 2, 5)).toBe(24)
  })

  it('has more to spare where the model is off', () => {
    expect(connectionCap(32, 2, 5, 1.5)).toBe(36)
    expect(connectionCap(32, 2, 5, 2)).toBe(48)
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

describe('capWithoutKnee', () => {
  it('leaves a cap that is enough, and no cap', () => {
    expect(capWithoutKnee(Infinity, 40)).toBeNull()
    expect(capWithoutKnee(40, 40)).toBeNull()
  })

  it('is half as much again as a pod was seen to need where today has less', () => {
    expect(capWithoutKnee(5, 40)).toBe(60)
  })
})
