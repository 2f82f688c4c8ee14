import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { DialCost, type HandshakeModel, handshakeRoundTrips, meanHandshakeMs } from './handshake.ts'

const model: HandshakeModel = {
  tcpRoundTrips: 1,
  tls: '1.2',
  resumes: true,
  ticketLifetimeMs: 300_000,
  fullMs: { kind: 'deterministic', value: 3 },
  resumedMs: { kind: 'deterministic', value: 0.5 },
}

describe('handshakeRoundTrips', () => {
  it.each([
    ['none', false, 1],
    ['1.2', false, 3],
    ['1.2', true, 2],
    ['1.3', false, 2],
    ['1.3', true, 2],
  ] as const)('TCP with TLS %s, resumed: %s, takes %s', (tls, resumed, roundTrips) => {
    expect(handshakeRoundTrips({ ...model, tls }, resumed)).toBe(roundTrips)
    expect(handshakeRoundTrips({ ...model, tls, tcpRoundTrips: 0 }, resumed)).toBe(roundTrips - 1)
  })
})

describe('meanHandshakeMs', () => {
  it('is round trips and cryptography', () => {
    expect(meanHandshakeMs(model, 10, false)).toBe(33)
    expect(meanHandshakeMs(model, 10, true)).toBe(20.5)
    expect(meanHandshakeMs({ ...model, tls: 'none' }, 10, false)).toBe(10)
  })
})

describe('DialCost', () => {
  const stream = new RandomStream(1, 'dials')

  it('is full at first, resumed once a handshake has finished, and full again after the lifetime', () => {
    const cost = new DialCost(model)
    expect(cost.nextMs(0, 10, stream)).toBe(33)
    expect(cost.nextMs(20, 10, stream)).toBe(33)
    cost.finished(33)
    expect(cost.nextMs(34, 10, stream)).toBe(20.5)
    expect(cost.nextMs(33 + 299_999, 10, stream)).toBe(20.5)
    expect(cost.nextMs(33 + 300_000, 10, stream)).toBe(33)
  })

  it('goes on with the ticket of a resumed handshake', () => {
    const cost = new DialCost(model)
    cost.finished(0)
    cost.finished(200_000)
    expect(cost.resumesAt(400_000)).toBe(true)
    expect(cost.resumesAt(500_000)).toBe(false)
  })

  it('saves cryptography alone with TLS 1.3', () => {
    const cost = new DialCost({ ...model, tls: '1.3' })
    expect(cost.nextMs(0, 10, stream)).toBe(23)
    cost.finished(23)
    expect(cost.nextMs(23, 10, stream)).toBe(20.5)
  })

  it.each<[string, Partial<HandshakeModel>, number]>([
    ['without resumption', { resumes: false }, 33],
    ['with a lifetime of 0', { ticketLifetimeMs: 0 }, 33],
    ['without TLS', { tls: 'none' }, 10],
  ])('is the same for every dial %s', (_what, change, dialMs) => {
    const cost = new DialCost({ ...model, ...change })
    expect(cost.nextMs(0, 10, stream)).toBe(dialMs)
    cost.finished(33)
    expect(cost.nextMs(33, 10, stream)).toBe(dialMs)
  })

  it('draws the cost of cryptography', () => {
    const cost = new DialCost({ ...model, fullMs: { kind: 'exponential', mean: 3 } })
    const drawing = new RandomStream(2, 'dials')
    const values = Array.from({ length: 20_000 }, () => cost.nextMs(0, 10, drawing) - 30)
    // Exponential: the standard error of the mean is 0.021.
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length - 3)).toBeLessThan(0.085)
  })

  it('refuses what is out of range', () => {
    expect(() => new DialCost({ ...model, ticketLifetimeMs: Infinity })).toThrow(/^ticketLifetimeMs must/)
    expect(() => new DialCost({ ...model, fullMs: { kind: 'exponential', mean: -1 } })).toThrow(RangeError)
  })
})
