import { describe, expect, test } from 'vitest'
import { meanPartsFrom } from '../models/measurement/composition.ts'
import { failureRate } from '../models/measurement/measurement.ts'
import { unusedMachine } from './drive-options.fixture.ts'
import { type EndedRequest, Recorder } from './recorder.ts'

function recorderAt(nowMs = 0): { recorder: Recorder; setNow: (ms: number) => void; measurement: Measure } {
  let atMs = nowMs
  const machine = unusedMachine()
  const atStart = machine.counters.snapshot()
  const recorder = new Recorder(machine, () => atMs)
  return {
    recorder,
    setNow: (ms) => {
      atMs = ms
    },
    measurement: (measuredMs = 1000, primed = 0) => recorder.measurement(measuredMs, 0, atStart, primed),
  }
}

type Measure = (measuredMs?: number, primed?: number) => ReturnType<Recorder['measurement']>

function ended(times: Partial<EndedRequest> = {}): EndedRequest {
  return {
    request: { name: 'GET /' },
    dueMs: 0,
    askedMs: 0,
    sentMs: 0,
    firstByteMs: 0,
    ownDial: null,
    status: 200,
    measured: true,
    ...times,
  }
}

const reset = Object.assign(new Error('gone'), { code: 'ECONNRESET' })

describe('a recorder', () => {
  test('takes the times of a request apart', () => {
    const { recorder, measurement } = recorderAt()
    recorder.ended(ended({ dueMs: 1000, askedMs: 1003, sentMs: 1010, firstByteMs: 1042 }), null, 1050)
    const { response, service, lateness, poolWait, phases } = measurement()
    expect(response.meanMs).toBe(50)
    expect(service.meanMs).toBe(40)
    expect(lateness.meanMs).toBe(3)
    expect(poolWait.meanMs).toBe(7)
    expect(phases?.firstByte.meanMs).toBe(32)
    expect(phases?.body.meanMs).toBe(8)
    expect(recorder.lateness.meanMs).toBe(3)
    expect(recorder.response.meanMs).toBe(50)
  })

  test('keeps of completed requests what their response times are made of', () => {
    const { recorder, measurement } = recorderAt()
    const times = { dueMs: 1000, askedMs: 1003, sentMs: 1010, firstByteMs: 1042 }
    const ownDial = { beganMs: 1004, connectedMs: 1005, openedMs: 1009 }
    recorder.ended(ended({ ...times, ownDial }), null, 1050)
    recorder.ended(ended({ ...times, ownDial, status: 503 }), 'status-503', 1050)
    recorder.ended(ended({ ...times, measured: false }), null, 1050)
    const { composition } = measurement()
    expect(composition && meanPartsFrom(composition, 0)).toEqual({
      requests: 1,
      partsMs: { late: 3, poolWait: 2, connect: 1, tls: 4, firstByte: 32, body: 8 },
    })
  })

  test('counts every due request once, as completed, failed or dropped', () => {
    const { recorder, measurement } = recorderAt()
    for (let i = 0; i < 6; i++) recorder.ended(ended({ status: i === 0 ? 201 : 200 }), null, 1)
    recorder.ended(ended({ status: 503 }), 'status-503', 1)
    recorder.ended(ended({ status: null }), reset, 1)
    recorder.dropped(0)
    recorder.dropped(1)
    const result = measurement(1000, 4)
    expect(result.requests).toEqual({ due: 10, completed: 6, ended: 0, failed: 2, dropped: 2, retried: 0 })
    expect(failureRate(result)).toBe(0.4)
    expect(result.response.count).toBe(6)
    expect(result.statuses).toEqual({ 200: 5, 201: 1, 503: 1 })
    expect(result.errors).toEqual({ 'status-503': 1, reset: 1 })
    expect(result.whole).toEqual({ sent: 0, dialed: 0, primed: 4 })
    expect(recorder.counts).toEqual({ due: 10, completed: 6, failed: 2, dropped: 2 })
  })

  test('says where a connection broke, by whether the head had come', () => {
    const { recorder, measurement } = recorderAt()
    recorder.ended(ended({ status: null }), reset, 1)
    recorder.ended(ended({ status: 200 }), reset, 1)
    recorder.ended(ended({ status: 200 }), reset, 1)
    expect(measurement().errors).toEqual({ reset: 1, 'reset-in-body': 2 })
  })

  test('counts nothing of the warm-up but what was sent', () => {
    const { recorder, measurement } = recorderAt()
    recorder.begin(100)
    const times = { dnsMs: 0, connectMs: 4, tlsMs: 1 }
    recorder.dialed(times, 5)
    recorder.retried()
    recorder.sent({ measured: false })
    recorder.connectionError(reset)
    recorder.ended(ended({ measured: false }), null, 50)
    recorder.startMeasuring()
    recorder.dialed(times, 5)
    recorder.retried()
    // A timer may see the end of the warm-up late: what counts is when a request was due.
    recorder.sent({ measured: true })
    recorder.connectionError(reset)
    recorder.ended(ended({ measured: false }), null, 150)
    const { dial, requests, whole, warmup, errors, phases, byRequest } = measurement()
    expect(dial.count).toBe(1)
    // What is due in the warm-up and ends after it is throughput, but not a request of the measured stretch.
    expect(requests).toEqual({ due: 0, completed: 0, ended: 1, failed: 0, dropped: 0, retried: 1 })
    expect(whole.sent).toBe(2)
    expect(warmup?.requests).toBe(1)
    expect(errors).toEqual({ reset: 1 })
    expect(phases?.connect.count).toBe(1)
    expect(byRequest).toEqual([])
  })

  test('counts as ended what ends, with a response, between the warm-up and the end of the stretch', () => {
    const { recorder, measurement } = recorderAt()
    recorder.ended(ended(), null, 1)
    recorder.startMeasuring()
    recorder.ended(ended(), null, 2)
    recorder.ended(ended({ status: 503 }), 'status-503', 3)
    recorder.ended(ended({ status: null }), reset, 4)
    recorder.stopMeasuring()
    recorder.ended(ended(), null, 5)
    expect(measurement().requests).toMatchObject({ due: 5, ended: 2 })
  })

  test('keeps phases of dials that there were', () => {
    const { recorder, measurement } = recorderAt()
    recorder.startMeasuring()
    recorder.dialed({ dnsMs: 0, connectMs: 2, tlsMs: 0 }, 2)
    recorder.dialed({ dnsMs: 3, connectMs: 2, tlsMs: 10 }, 15)
    const { phases, dial } = measurement()
    expect([phases?.dns.count, phases?.connect.count, phases?.tls.count]).toEqual([1, 2, 1])
    expect(phases?.tls.meanMs).toBe(10)
    expect(dial.meanMs).toBe(8.5)
  })

  test('keeps times by request and status class, of failed ones too', () => {
    const { recorder, measurement } = recorderAt()
    recorder.ended(ended({ request: { name: 'a' }, sentMs: 4 }), null, 10)
    recorder.ended(ended({ request: { name: 'b' }, status: 404 }), null, 20)
    recorder.ended(ended({ request: { name: 'a' }, status: 503 }), 'status-503', 30)
    recorder.ended(ended({ request: { name: 'a' }, status: null, sentMs: NaN }), reset, 40)
    const series = measurement().byRequest?.map(({ name, statusClass, response, service }) => [
      name,
      statusClass,
      response.meanMs,
      service.count,
    ])
    expect(series).toEqual([
      ['a', '2xx', 10, 1],
      ['b', '4xx', 20, 1],
      ['a', '5xx', 30, 1],
      ['a', 'none', 40, 0],
    ])
  })

  test('tells second by second what was due, completed, failed and dropped, from the end of the warm-up', () => {
    const { recorder, measurement } = recorderAt()
    recorder.begin(5000)
    recorder.ended(ended({ dueMs: 5100 }), null, 5200)
    recorder.ended(ended({ dueMs: 5900 }), null, 6100)
    recorder.ended(ended({ dueMs: 6000, status: null }), reset, 6200)
    recorder.dropped(6300)
    const { series } = measurement()
    expect(series?.everyMs).toBe(1000)
    expect(
      [series?.due, series?.completed, series?.failed, series?.dropped].map((column) =>
        [...(column ?? [])].slice(0, 2),
      ),
    ).toEqual([
      [2, 2],
      [1, 1],
      [0, 1],
      [0, 1],
    ])
  })

  test('keeps a hundred kinds of error apart, and counts the others together', () => {
    const { recorder, measurement } = recorderAt()
    for (let i = 0; i < 150; i++) recorder.ended(ended(), `check: ${i}`, 1)
    recorder.ended(ended(), 'check: 7', 1)
    const { errors } = measurement()
    expect(Object.keys(errors)).toHaveLength(101)
    expect(errors['check: 7']).toBe(2)
    expect(errors['(other)']).toBe(50)
  })
})
