import { describe, expect, test } from 'vitest'
import { LifecycleState, type LifecycleTimes } from './lifecycle-state.ts'

const TIMES: LifecycleTimes = {
  preheatMs: 1000,
  preheatFromWeight: 10,
  drainDelayMs: 300,
  drainDeadlineMs: 2000,
  idleGraceMs: 100,
}

function readyAt(nowMs: number, times: Partial<LifecycleTimes> = {}): LifecycleState {
  const state = new LifecycleState({ ...TIMES, ...times })
  state.becomeReady(nowMs)
  return state
}

describe('the life of a server instance', () => {
  test('wants no traffic before what it depends on is ready', () => {
    const state = new LifecycleState(TIMES)
    expect([state.phase(50), state.weight(50), state.takesTraffic(50)]).toEqual(['starting', 0, false])
    state.fail(60)
    expect([state.phase(60), state.takesTraffic(60)]).toEqual(['failed', false])
    state.becomeReady(70)
    expect(state.phase(70)).toBe('failed')
  })

  test('takes a weight that grows evenly from 10 to 100', () => {
    const state = readyAt(500)
    expect([500, 600, 1000, 1499].map((ms) => state.weight(ms))).toEqual([10, 19, 55, 99])
    expect(state.phase(1499)).toBe('preheating')
    expect([state.phase(1500), state.weight(1500)]).toEqual(['ready', 100])
    expect(state.takesTraffic(500)).toBe(true)
  })

  test('is ready at once where there is nothing to preheat', () => {
    expect(readyAt(500, { preheatMs: 0 }).weight(500)).toBe(100)
  })

  test('wants none at once when it stops, serves on, then drains', () => {
    const state = readyAt(0)
    state.stop(5000)
    expect([state.phase(5000), state.weight(5000), state.takesTraffic(5000)]).toEqual(['leaving', 0, false])
    expect(state.nextLookMs(5000)).toBe(5300)
    expect(state.closeCause(5299)).toBeNull()
    expect(state.phase(5300)).toBe('draining')
    state.stop(9000)
    expect(state.phase(5300)).toBe('draining')
  })

  test('closes once no request has come for the grace period', () => {
    const state = readyAt(0)
    state.stop(5000)
    expect([state.closeCause(5399), state.closeCause(5400)]).toEqual([null, 'quiet'])
    state.requestCame(5390)
    expect([state.requests, state.closeCause(5500)]).toEqual([1, null])
    expect(state.nextLookMs(5500)).toBe(7300)
    state.requestEnded()
    expect([state.closeCause(5489), state.closeCause(5490)]).toEqual([null, 'quiet'])
    expect(state.nextLookMs(5450)).toBe(5490)
  })

  test('closes at the deadline, whatever is under way', () => {
    const state = readyAt(0)
    state.requestCame(4999)
    state.stop(5000)
    expect([state.closeCause(7299), state.closeCause(7300)]).toEqual([null, 'deadline'])
    state.close()
    expect([state.phase(7300), state.closeCause(7300), state.nextLookMs(7300)]).toEqual([
      'closed',
      null,
      Infinity,
    ])
  })

  test('drains at once when it never took traffic', () => {
    const state = new LifecycleState(TIMES)
    state.stop(100)
    expect(state.phase(100)).toBe('draining')
    state.becomeReady(110)
    expect(state.weight(110)).toBe(0)
  })

  test.each<[Partial<LifecycleTimes>, string]>([
    [{ drainDelayMs: -1 }, 'drainDelayMs must be 0 ms or more, not -1'],
    [{ idleGraceMs: Infinity }, 'idleGraceMs must be 0 ms or more, not Infinity'],
    [{ preheatFromWeight: 0 }, 'preheatFromWeight must be a whole number from 1 to 100, not 0'],
    [{ preheatFromWeight: 10.5 }, 'not 10.5'],
  ])('refuses %j', (times, message) => {
    expect(() => new LifecycleState({ ...TIMES, ...times })).toThrow(message)
  })
})
