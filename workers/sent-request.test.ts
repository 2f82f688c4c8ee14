import { describe, expect, test } from 'vitest'
import type { CheckResponse } from '../models/requests/request-spec.ts'
import { requestAt } from './drive-options.fixture.ts'
import { ofScenario, ScenarioThrew, SentRequest } from './sent-request.ts'

function sentRequest(check: CheckResponse | null = null) {
  let nowMs = 20
  const told: [error: Error | null, nowMs: number][] = []
  let sends = 0
  const request = new SentRequest(
    requestAt(3),
    check,
    { dueMs: 5, askedMs: 7, measured: true },
    () => nowMs,
    { sent: () => sends++, ended: (_request, error, endedMs) => told.push([error, endedMs]) },
  )
  return {
    request,
    told,
    sends: () => sends,
    setNow: (ms: number): void => {
      nowMs = ms
    },
  }
}

describe('a sent request', () => {
  test('knows when each part of it was', () => {
    const { request, told, sends } = sentRequest()
    expect(request).toMatchObject({ dueMs: 5, askedMs: 7, sentMs: NaN, firstByteMs: NaN, status: null })
    request.sent(10, null)
    request.head(204, {})
    request.done(30)
    expect(request).toMatchObject({ sentMs: 10, firstByteMs: 20, status: 204 })
    expect(told).toEqual([[null, 30]])
    expect(sends()).toBe(1)
  })

  test('that is sent again counts from the last time', () => {
    const { request, sends } = sentRequest()
    request.sent(10, { beganMs: 7, connectedMs: 8, openedMs: 9 })
    expect(request.ownDial).toEqual({ beganMs: 7, connectedMs: 8, openedMs: 9 })
    request.sent(15, null)
    expect(request).toMatchObject({ sentMs: 15, ownDial: null })
    expect(sends()).toBe(2)
  })

  test('passes on why it failed', () => {
    const { request, told } = sentRequest()
    const error = new Error('gone')
    request.failed(error, 40)
    expect(told).toEqual([[error, 40]])
  })

  test.each([
    [200, null],
    [304, null],
    [404, null],
    [499, null],
    [500, 'status-500'],
    [503, 'status-503'],
  ])('with status %i and without a check: fault %s', (status, fault) => {
    const { request } = sentRequest()
    request.head(status, {})
    expect(request.fault()).toBe(fault)
  })

  test('wants headers only for a check', () => {
    expect(sentRequest().request.wantsContent).toBe(false)
    expect(sentRequest(() => true).request.wantsContent).toBe(true)
  })

  test('gives its check status, headers and the body, though the memory of the parts is used again', () => {
    const seen: unknown[] = []
    const { request } = sentRequest(({ status, headers, body }) => {
      seen.push(status, headers, Buffer.from(body).toString())
      return 'sold out'
    })
    request.head(503, { server: 'x' })
    const memory = Buffer.from('hel')
    request.data(memory)
    memory.write('lo!')
    request.data(memory)
    memory.fill(0)
    expect(request.fault()).toBe('check: sold out')
    expect(seen).toEqual([503, { server: 'x' }, 'hello!'])
  })

  test('with an empty body gives its check no octets', () => {
    const { request } = sentRequest(({ body }) => body.length === 0 || 'not empty')
    request.head(500, {})
    expect(request.fault()).toBeNull()
  })
})

describe('what a scenario throws', () => {
  test('keeps its stack', () => {
    const cause = new TypeError('no')
    expect(() =>
      ofScenario('check', () => {
        throw cause
      }),
    ).toThrow(expect.objectContaining({ message: 'check: no', stack: cause.stack }))
  })

  test('may be no error', () => {
    const call = (): unknown =>
      ofScenario('build', () => {
        // oxlint-disable-next-line no-throw-literal, only-throw-error -- a scenario can do that
        throw 'nothing left'
      })
    expect(call).toThrow(ScenarioThrew)
    expect(call).toThrow('build: nothing left')
  })

  test('and what it returns comes back', () => {
    expect(ofScenario('build', () => 7)).toBe(7)
  })
})
