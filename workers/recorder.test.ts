import { describe, expect, test } from 'vitest'
import { findClient } from '../models/clients/catalogue.ts'
import { failureRate } from '../models/measurement/measurement.ts'
import { PoolMachine } from '../models/pool/machine.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import { Recorder } from './recorder.ts'

function machine(): PoolMachine {
  const effects = { assign() {}, dial() {}, close() {}, reject() {} }
  return new PoolMachine(UNLIMITED, findClient('undici').policy, effects)
}

describe('a recorder', () => {
  test('takes the four times of a request apart', () => {
    const recorder = new Recorder()
    recorder.completedRequest({ dueMs: 1000, askedMs: 1003, sentMs: 1010 }, 200, 1050)
    const pool = machine()
    const { response, service, lateness, poolWait } = recorder.measurement(
      500,
      pool,
      pool.counters.snapshot(),
      0,
    )
    expect(response.meanMs).toBe(50)
    expect(service.meanMs).toBe(40)
    expect(lateness.meanMs).toBe(3)
    expect(poolWait.meanMs).toBe(7)
    expect(recorder.latenessP99Ms).toBeCloseTo(3, 2)
  })

  test('counts every due request once, as completed, failed or dropped', () => {
    const recorder = new Recorder()
    const times = { dueMs: 0, askedMs: 0, sentMs: 0 }
    for (let i = 0; i < 6; i++) recorder.completedRequest(times, i === 0 ? 201 : 200, 1)
    recorder.failedRequest('status-503', 503)
    recorder.failedRequest(Object.assign(new Error('gone'), { code: 'ECONNRESET' }), null)
    recorder.dropped()
    recorder.dropped()
    const pool = machine()
    const measurement = recorder.measurement(1000, pool, pool.counters.snapshot(), 4)
    expect(measurement.requests).toEqual({
      due: 10,
      completed: 6,
      ended: 0,
      failed: 2,
      dropped: 2,
      retried: 0,
    })
    expect(failureRate(measurement)).toBe(0.4)
    expect(measurement.response.count).toBe(6)
    expect(measurement.statuses).toEqual({ 200: 5, 201: 1, 503: 1 })
    expect(measurement.errors).toEqual({ 'status-503': 1, reset: 1 })
    expect(measurement.whole).toEqual({ sent: 0, dialed: 0, primed: 4 })
    expect([recorder.due, recorder.completed, recorder.failed]).toEqual([10, 6, 4])
  })

  test('measures dials and retries only after the warm-up, and what was sent always', () => {
    const recorder = new Recorder()
    const pool = machine()
    const warmUp = (): void => {
      recorder.dialed(5)
      recorder.retried()
      recorder.sent()
    }
    warmUp()
    pool.acquire(0, 0)
    pool.dialed(0, 1)
    const atWarmup = pool.counters.snapshot()
    recorder.startMeasuring()
    warmUp()
    pool.acquire(1, 2)
    const { dial, requests, whole, connections } = recorder.measurement(1000, pool, atWarmup, 0)
    expect(dial.count).toBe(1)
    expect(requests.retried).toBe(1)
    expect(whole).toMatchObject({ sent: 2, dialed: 2 })
    expect(connections).toMatchObject({ dialed: 1, peakOpen: 2 })
  })

  test('counts as ended what ends between the warm-up and the end of the stretch', () => {
    const recorder = new Recorder()
    recorder.ended()
    recorder.startMeasuring()
    recorder.ended()
    recorder.ended()
    recorder.stopMeasuring()
    recorder.ended()
    const pool = machine()
    expect(recorder.measurement(1000, pool, pool.counters.snapshot(), 0).requests.ended).toBe(2)
  })

  test('that has seen nothing was not late', () => {
    expect(new Recorder().latenessP99Ms).toBe(0)
  })
})
