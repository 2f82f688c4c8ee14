import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ResponseHeaders } from '../connection.ts'
import { crumbs, cutAt, type ExchangeOutcome, RecordedConnection } from './response-exchange.fixture.ts'
import { cuts, mutations, validResponses, type ValidResponse } from './response-streams.arbitrary.ts'

const anyResponse = validResponses('all')
const delimitedResponse = anyResponse.filter(({ endsByClose }) => !endsByClose)

/** A valid response after some changes, of which it may survive a few. */
const spoiltResponse = fc
  .tuple(anyResponse, fc.array(mutations, { minLength: 1, maxLength: 3 }))
  .map(([response, changes]) => ({
    ...response,
    bytes: changes.reduce((bytes, change) => change(bytes), response.bytes),
  }))

function receive(response: ValidResponse, pieces: readonly Uint8Array[]): ExchangeOutcome {
  return new RecordedConnection().receive(response.method, { pieces, closes: response.endsByClose })
}

function expectAsSent(outcome: ExchangeOutcome, sent: ValidResponse): void {
  const { status, body, reusable } = sent
  expect(outcome).toMatchObject({ status, body, reusable, settled: 'end', surplus: false })
}

function asMap(headers: ResponseHeaders): Map<string, string[]> {
  return new Map(Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat()]))
}

describe('a valid response', () => {
  it('is understood as it was meant', () => {
    fc.assert(
      fc.property(anyResponse, (response) => {
        const outcome = receive(response, [response.bytes])
        expectAsSent(outcome, response)
        expect(asMap(outcome.headers)).toEqual(response.headers)
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same in any pieces', () => {
    fc.assert(
      fc.property(anyResponse, cuts, (response, places) => {
        const whole = receive(response, [response.bytes])
        expect(receive(response, cutAt(response.bytes, places))).toEqual(whole)
        expect(receive(response, crumbs(response.bytes))).toEqual(whole)
      }),
      { numRuns: 300 },
    )
  })

  it('is cut short by every end that comes too early', () => {
    fc.assert(
      fc.property(delimitedResponse, fc.nat(), cuts, (response, position, places) => {
        const part = response.bytes.subarray(0, position % response.bytes.length)
        const outcome = new RecordedConnection().receive(response.method, {
          pieces: cutAt(part, places),
          closes: true,
        })
        expect(outcome.settled).toBe(outcome.status === 0 ? 'truncated-response' : 'truncated-body')
        expect(response.body.startsWith(outcome.body)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('gives of its headers the two that speak of the connection, when no others are wanted', () => {
    fc.assert(
      fc.property(anyResponse, cuts, (response, places) => {
        const outcome = new RecordedConnection().receive(response.method, {
          pieces: cutAt(response.bytes, places),
          closes: response.endsByClose,
          wantsHeaders: false,
        })
        expectAsSent(outcome, response)
        const few = [...response.headers].filter(([name]) => name === 'connection' || name === 'keep-alive')
        expect(asMap(outcome.headers)).toEqual(new Map(few))
      }),
      { numRuns: 200 },
    )
  })
})

describe('responses on one connection', () => {
  const turn = fc.record({ choice: fc.nat(2), places: cuts, wantsHeaders: fc.boolean() })

  // Among few responses that come again and again, each is often the one remembered.
  it('do not depend on the ones before them', () => {
    fc.assert(
      fc.property(
        fc.array(delimitedResponse, { minLength: 3, maxLength: 3 }),
        fc.array(turn, { maxLength: 12 }),
        (responses, turns) => {
          const connection = new RecordedConnection()
          for (const { choice, places, wantsHeaders } of turns) {
            const { method, bytes } = responses[choice] as ValidResponse
            const delivery = { pieces: cutAt(bytes, places), wantsHeaders }
            const alone = new RecordedConnection().receive(method, delivery)
            expect(connection.receive(method, delivery)).toEqual(alone)
            expect(connection.parser.idle).toBe(true)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('tell a head that is nearly the one before it from that one', () => {
    fc.assert(
      fc.property(delimitedResponse, mutations, fc.boolean(), (response, change, wantsHeaders) => {
        const connection = new RecordedConnection()
        connection.receive(response.method, { pieces: [response.bytes], wantsHeaders })
        const delivery = { pieces: [change(response.bytes)], wantsHeaders, closes: true }
        const alone = new RecordedConnection().receive(response.method, delivery)
        expect(connection.receive(response.method, delivery)).toEqual(alone)
      }),
      { numRuns: 500 },
    )
  })

  it('that follow one another unasked are one response and bytes too many', () => {
    fc.assert(
      fc.property(delimitedResponse, anyResponse, cuts, (first, second, places) => {
        const bytes = new Uint8Array([...first.bytes, ...second.bytes])
        const outcome = new RecordedConnection().receive(first.method, { pieces: cutAt(bytes, places) })
        const { status, body } = first
        expect(outcome).toMatchObject({ status, body, settled: 'end', reusable: false, surplus: true })
      }),
      { numRuns: 200 },
    )
  })
})

describe('a spoilt response', () => {
  // That nothing is told out of order or twice, the fixture looks to.
  it('ends or fails once, in the same way in any pieces', () => {
    fc.assert(
      fc.property(spoiltResponse, cuts, ({ method, bytes }, places) => {
        const outcomes = [[bytes], cutAt(bytes, places), crumbs(bytes)].map((pieces) =>
          new RecordedConnection().receive(method, { pieces, closes: true }),
        )
        expect(outcomes[0]?.settled).not.toBe('open')
        expect(outcomes[1]).toEqual(outcomes[0])
        expect(outcomes[2]).toEqual(outcomes[0])
      }),
      { numRuns: 500 },
    )
  })

  it('that ends has as many bytes as it announced', () => {
    fc.assert(
      fc.property(spoiltResponse, cuts, ({ bytes }, places) => {
        const outcome = new RecordedConnection().receive('GET', {
          pieces: cutAt(bytes, places),
          closes: true,
        })
        const length = [outcome.headers['content-length'] ?? []].flat()[0]
        if (outcome.settled !== 'end' || length === undefined) return
        const bodiless = outcome.status === 204 || outcome.status === 304
        expect(outcome.body.length).toBe(bodiless ? 0 : Number.parseInt(length, 10))
      }),
      { numRuns: 500 },
    )
  })
})

describe('garbage', () => {
  it('is refused, or waits for more, and is settled when the connection closes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, (bytes, places) => {
        const connection = new RecordedConnection()
        const outcome = connection.receive('GET', { pieces: cutAt(bytes, places), closes: true })
        expect(['malformed-response', 'truncated-response']).toContain(outcome.settled)
        expect(connection.parser.idle).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})
