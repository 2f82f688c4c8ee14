import { describe, expect, test } from 'vitest'
import { describeRace, type RaceOutcome } from '../../models/probe/describe-race.ts'
import { provokeRace } from './provoke-race.ts'
import { VirtualClock, VirtualServer, type VirtualServerOptions } from './virtual-server.fixture.ts'

const ROUND_TRIP_MS = 10

async function race(
  idleTimesMs: readonly number[],
  options: Partial<VirtualServerOptions> = {},
  interruptAtMs: number | null = null,
): Promise<RaceOutcome[]> {
  const clock = new VirtualClock()
  const server = new VirtualServer(clock, {
    roundTripMs: ROUND_TRIP_MS,
    idleTimeoutMs: () => 4000,
    way: 'fin',
    ...options,
  })
  const controller = new AbortController()
  if (interruptAtMs !== null) clock.at(interruptAtMs, () => controller.abort())
  const outcomes = provokeRace({ open: server.open, clock, patienceMs: 2000 }, idleTimesMs, controller.signal)
  clock.run()
  return outcomes
}

describe('the race, provoked', () => {
  test('is lost by what is sent within a round trip before the close is seen', async () => {
    const outcomes = await race([3980, 3989, 3991, 3995, 3999, 4001, 4020])
    const byTime = outcomes.toSorted((a, b) => a.idleMs - b.idleMs)
    expect(byTime).toEqual([
      { idleMs: 3980, result: 'answered' },
      { idleMs: 3989, result: 'answered' },
      { idleMs: 3991, result: 'closed' },
      { idleMs: 3995, result: 'closed' },
      { idleMs: 3999, result: 'closed' },
      { idleMs: 4001, result: 'fresh' },
      { idleMs: 4020, result: 'fresh' },
    ])
    expect(describeRace(outcomes).window).toEqual({ fromMs: 3991, toMs: 3999 })
  })

  test.each([
    ['reset-on-use', 'reset'],
    ['silence', 'silent'],
  ] as const)('tells a %s from others', async (way, result) => {
    expect(await race([3900, 4100], { way })).toEqual([
      { idleMs: 3900, result: 'answered' },
      { idleMs: 4100, result },
    ])
  })

  test('leaves out connections that were of no use', async () => {
    expect(await race([100, 200, 300], { refuses: (i) => i === 1 })).toHaveLength(2)
  })

  test('counts an answer that ends its connection', async () => {
    expect(await race([100], { keeps: (n) => n === 0 })).toEqual([{ idleMs: 100, result: 'answered' }])
  })

  test('ends with what is known when it is interrupted', async () => {
    expect(await race([1000, 5000], { idleTimeoutMs: () => Infinity }, 2000)).toEqual([
      { idleMs: 1000, result: 'answered' },
    ])
  })

  test('is over at once without idle times', async () => {
    expect(await race([])).toEqual([])
  })
})
