import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateIdleTimeout, type IdleTimeoutEstimate } from '../../models/probe/estimate-idle-timeout.ts'
import type { CloseWay } from '../../models/probe/idle-observation.ts'
import { findIdleTimeout, type IdleSearchResult } from './find-idle-timeout.ts'
import { VirtualClock, VirtualServer, type VirtualServerOptions } from './virtual-server.fixture.ts'

interface Found extends IdleTimeoutEstimate {
  readonly search: IdleSearchResult
  /** Until nothing of it was left: no connection, no timer. */
  readonly tookMs: number
}

interface Asked extends Partial<VirtualServerOptions> {
  readonly connections?: number
  readonly capMs?: number
  readonly interruptAtMs?: number
}

async function search({
  connections = 32,
  capMs = 120_000,
  interruptAtMs,
  ...options
}: Asked): Promise<Found> {
  const clock = new VirtualClock()
  const server = new VirtualServer(clock, {
    roundTripMs: 2,
    idleTimeoutMs: () => Infinity,
    way: 'fin',
    ...options,
  })
  const controller = new AbortController()
  const found = findIdleTimeout(
    { open: server.open, clock, patienceMs: 2000, connections, capMs },
    controller.signal,
  )
  if (interruptAtMs !== undefined) clock.at(interruptAtMs, () => controller.abort())
  clock.run()
  const result = await found
  return { ...estimateIdleTimeout(result.observations, 5), search: result, tookMs: clock.nowMs() }
}

describe('the search for an idle timeout', () => {
  test.each<[CloseWay]>([['fin'], ['reset'], ['unasked']])(
    'finds a close by %s to the millisecond, as soon as it happens',
    async (way) => {
      const {
        openMs,
        closedMs,
        seenCloses,
        ways,
        search: found,
        tookMs,
      } = await search({
        idleTimeoutMs: () => 65_000,
        way,
      })
      expect([openMs, closedMs, found.ended, found.kept]).toEqual([65_000, 65_000, 'found', 32])
      expect(found.closedSoonerMs).toBeNull()
      expect(Object.keys(ways)).toEqual([way])
      expect(seenCloses?.count).toBeGreaterThanOrEqual(8)
      expect(tookMs).toBeLessThan(65_200)
    },
  )

  test('finds out that connections are not all closed after the same time', async () => {
    const sweeping = await search({ idleTimeoutMs: (i) => 4000 + (i % 5) * 200 })
    expect([sweeping.closedMs, sweeping.openMs]).toEqual([4000, 4800])
    expect(sweeping.seenCloses).toMatchObject({ shortestMs: 4000, longestMs: 4800 })
  })

  test.each<[CloseWay, number]>([
    ['reset-on-use', 60_000],
    ['closed-on-use', 350_000],
    ['silence', 60_000],
  ])('brackets a close that nobody announces: %s after %d ms', async (way, idleMs) => {
    const {
      openMs,
      closedMs,
      search: found,
      tookMs,
      ways,
    } = await search({
      idleTimeoutMs: () => idleMs,
      way,
      capMs: 600_000,
    })
    expect(openMs).toBeLessThan(idleMs)
    expect(closedMs).toBeGreaterThanOrEqual(idleMs)
    expect(((closedMs ?? Infinity) - openMs) / idleMs).toBeLessThan(0.1)
    expect([found.ended, Object.keys(ways)]).toEqual(['found', [way]])
    expect(tookMs).toBeLessThan(1.7 * idleMs)
  })

  test('brackets any timeout, announced or not', async () => {
    const way = fc.constantFrom<CloseWay>('fin', 'reset', 'closed-on-use', 'reset-on-use', 'silence')
    await fc.assert(
      fc.asyncProperty(
        way,
        fc.integer({ min: 700, max: 19_000 }),
        fc.integer({ min: 4, max: 40 }),
        async (kind, idleMs, connections) => {
          const options = { idleTimeoutMs: () => idleMs, way: kind, connections, capMs: 20_000 }
          const { openMs, closedMs, search: found } = await search(options)
          expect(found.ended).toBe('found')
          expect(openMs).toBeLessThanOrEqual(idleMs)
          expect(closedMs).toBeGreaterThanOrEqual(idleMs - 2)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('ends at the cap when nothing is closed, having used a connection after all of it', async () => {
    const { openMs, closedMs, answeredMs, search: found, tookMs } = await search({ capMs: 30_000 })
    expect([closedMs, answeredMs, found.ended]).toEqual([null, 30_000, 'cap'])
    expect(openMs).toBeCloseTo(30_000, -2)
    expect(tookMs).toBeLessThan(30_200)
  })

  test('does not take a close after the cap for one', async () => {
    const { closedMs, search: found } = await search({ capMs: 3000, idleTimeoutMs: () => 3500 })
    expect([closedMs, found.ended]).toEqual([null, 'cap'])
  })

  test('tells what is known when it is interrupted', async () => {
    const {
      openMs,
      closedMs,
      search: found,
    } = await search({
      idleTimeoutMs: () => 65_000,
      interruptAtMs: 10_000,
    })
    expect([closedMs, found.ended]).toEqual([null, 'interrupted'])
    expect(openMs).toBeGreaterThan(9900)
    expect(openMs).toBeLessThanOrEqual(10_000)
  })

  test('opens nothing when it is interrupted before', async () => {
    const clock = new VirtualClock()
    const server = new VirtualServer(clock, { roundTripMs: 2, idleTimeoutMs: () => 1000, way: 'fin' })
    const options = { open: server.open, clock, patienceMs: 2000, connections: 8, capMs: 1000 }
    const found = await findIdleTimeout(options, AbortSignal.abort())
    expect([found.ended, found.observations, server.accepted]).toEqual(['interrupted', [], 0])
  })

  test('goes on with those that could be opened', async () => {
    const { closedMs, search: found } = await search({
      idleTimeoutMs: () => 5000,
      refuses: (i) => i % 2 === 0,
    })
    expect([closedMs, found.kept, found.useless]).toEqual([5000, 16, 16])
  })

  test.each([3, 5, 11])('spreads its uses over those that a server takes: %d', async (most) => {
    const refuses = (i: number) => i >= most
    const kept = await search({ refuses, capMs: 30_000 })
    expect([kept.answeredMs, kept.search.ended, kept.search.useless]).toEqual([30_000, 'cap', 32 - most])
    expect(kept.openMs).toBeGreaterThanOrEqual(30_000)
    const dropped = await search({ refuses, idleTimeoutMs: () => 9000, way: 'silence', capMs: 30_000 })
    expect(dropped.closedMs).toBeGreaterThanOrEqual(9000)
    expect(dropped.openMs).toBeLessThanOrEqual(9000)
  })

  test('only watches where a server takes two', async () => {
    const { openMs, search: found } = await search({ refuses: (i) => i >= 2, capMs: 4000 })
    expect([found.kept, found.ended]).toEqual([2, 'cap'])
    expect(openMs).toBeGreaterThanOrEqual(4000)
  })

  test.each<[string, Partial<VirtualServerOptions>]>([
    ['none can be opened', { refuses: () => true }],
    ['none is kept', { keeps: () => false }],
  ])('ends at once when %s', async (_what, options) => {
    const { search: found, tookMs } = await search(options)
    expect([found.ended, found.kept, found.useless]).toEqual(['useless', 0, 32])
    expect(tookMs).toBeLessThan(100)
  })

  test('counts an answer that ends its connection as one, and does not miss the close for it', async () => {
    const { closedMs, answeredMs } = await search({ idleTimeoutMs: () => 5000, keeps: (n) => n === 0 })
    expect(closedMs).toBe(5000)
    expect(answeredMs).toBeGreaterThan(3500)
  })

  test('is not led astray by a limit on the age of connections', async () => {
    const clock = new VirtualClock()
    const server = new VirtualServer(clock, { roundTripMs: 2, idleTimeoutMs: () => Infinity, way: 'fin' })
    const ends: Array<() => void> = []
    const found = findIdleTimeout(
      {
        open: (listener) => {
          ends.push(() => listener.ended('fin'))
          return server.open(listener)
        },
        clock,
        patienceMs: 2000,
        connections: 32,
        capMs: 30_000,
      },
      new AbortController().signal,
    )
    clock.at(10_004, () => ends.forEach((end) => end()))
    clock.run()
    const { observations, closedSoonerMs } = await found
    expect(estimateIdleTimeout(observations).closedMs).toBe(10_000)
    // One of the last few that were used before had been idle for half a second since.
    expect(closedSoonerMs).toBeGreaterThanOrEqual(500)
    expect(closedSoonerMs).toBeLessThan(3000)
  })
})
