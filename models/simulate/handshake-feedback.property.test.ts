import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exponential } from '../random/distributions.ts'
import { RandomStream } from '../random/random-stream.ts'
import { naiveHandshakes } from './handshake-feedback.oracle.ts'
import { handshakeFeedback, type HandshakeTraffic } from './handshake-feedback.ts'

/** Quarters of a ms, which add up without rounding. */
const quarters = (max: number) => fc.nat({ max }).map((count) => count / 4)

const anyTraffic: fc.Arbitrary<HandshakeTraffic> = fc
  .record({
    requests: fc.array(fc.tuple(quarters(12), quarters(40)), { minLength: 1, maxLength: 100, size: 'max' }),
    handshakeMs: quarters(60),
    idleTimeoutMs: fc.constantFrom(0.25, 1, 3, 8, Infinity),
    maxIdle: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ requests, ...settings }) => {
    let atMs = 0
    const dueMs = Float64Array.from(requests, ([gapMs]) => (atMs += gapMs))
    return { dueMs, heldMs: Float64Array.from(requests, ([, heldMs]) => heldMs), ...settings }
  })

describe('handshakeFeedback', () => {
  it('ends at the exact simulation, when it goes on until the same requests dial', () => {
    fc.assert(
      fc.property(anyTraffic, (traffic) => {
        const { dialing, outcome } = handshakeFeedback(traffic, {
          tolerance: 0,
          maxPasses: traffic.dueMs.length + 2,
        })
        expect(outcome).toBe('exact')
        expect(dialing).toEqual(naiveHandshakes(traffic))
      }),
    )
  })

  it('gets one request more right with each pass', () => {
    fc.assert(
      fc.property(anyTraffic, fc.integer({ min: 1, max: 20 }), (traffic, maxPasses) => {
        const { dialing } = handshakeFeedback(traffic, { tolerance: 0, maxPasses })
        expect(dialing.subarray(0, maxPasses)).toEqual(naiveHandshakes(traffic).subarray(0, maxPasses))
      }),
    )
  })

  it('says so when it is not done', () => {
    const traffic = poisson({ handshakeMs: 20, idleTimeoutMs: 20, maxIdle: 4 })
    expect(handshakeFeedback(traffic, { tolerance: 0, maxPasses: 3 })).toMatchObject({
      outcome: 'unfinished',
    })
  })

  it('refuses lists of different lengths', () => {
    const traffic = poisson({ handshakeMs: 1, idleTimeoutMs: 20, maxIdle: 4 })
    expect(() => handshakeFeedback({ ...traffic, heldMs: new Float64Array(1) })).toThrow(RangeError)
  })

  describe.each([
    { idleTimeoutMs: 20, maxIdle: 4 },
    { idleTimeoutMs: 50, maxIdle: 8 },
  ])('with 200 requests/s of 20 ms, %o', (settings) => {
    const errorsOf = (handshakeMs: number) => {
      const traffic = poisson({ handshakeMs, ...settings })
      const exact = naiveHandshakes(traffic).reduce((sum, dials) => sum + dials, 0)
      const { dialsByPass } = handshakeFeedback(traffic)
      const error = (dials = Number.NaN) => dials / exact - 1
      return { first: error(dialsByPass[0]), last: error(dialsByPass.at(-1)) }
    }

    it('no correction is needed for a handshake of a twentieth of that', () => {
      expect(Math.abs(errorsOf(1).first)).toBeLessThan(0.015)
    })

    it.each([
      [4, 0.02, 0.05],
      [20, 0.05, 0.13],
    ])('with a handshake of %s ms, it takes the error below 1 %', (handshakeMs, atLeast, atMost) => {
      const { first, last } = errorsOf(handshakeMs)
      expect(-first).toBeGreaterThan(atLeast)
      expect(-first).toBeLessThan(atMost)
      expect(Math.abs(last)).toBeLessThan(0.01)
    })
  })
})

function poisson(
  settings: Pick<HandshakeTraffic, 'handshakeMs' | 'idleTimeoutMs' | 'maxIdle'>,
): HandshakeTraffic {
  const stream = new RandomStream(1, 'handshakes')
  let atMs = 0
  const dueMs = Float64Array.from({ length: 40_000 }, () => (atMs += exponential(stream, 5)))
  return { ...settings, dueMs, heldMs: dueMs.map(() => exponential(stream, 20)) }
}
