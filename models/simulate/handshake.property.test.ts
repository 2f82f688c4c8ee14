import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { DialCost, type HandshakeModel } from './handshake.ts'

const anyModel: fc.Arbitrary<HandshakeModel> = fc.record({
  tcpRoundTrips: fc.constantFrom(0, 1),
  tls: fc.constantFrom('none', '1.2', '1.3'),
  resumes: fc.boolean(),
  ticketLifetimeMs: fc.nat(1000),
  fullMs: fc.constant({ kind: 'deterministic', value: 2 } as const),
  resumedMs: fc.constant({ kind: 'deterministic', value: 1 } as const),
})

describe('DialCost', () => {
  it('resumes exactly where some handshake finished less than a lifetime ago', () => {
    const gaps = fc.array(fc.tuple(fc.nat(600), fc.boolean()), { maxLength: 40 })
    fc.assert(
      fc.property(anyModel, gaps, fc.nat(50), (model, sequence, rttMs) => {
        const cost = new DialCost(model)
        const stream = new RandomStream(1, 'x')
        const finishedMs: number[] = []
        let nowMs = 0
        for (const [gapMs, succeeds] of sequence) {
          nowMs += gapMs
          const fresh = finishedMs.some((atMs) => nowMs - atMs < model.ticketLifetimeMs)
          const resumed = model.resumes && model.tls !== 'none' && fresh
          expect(cost.resumesAt(nowMs)).toBe(resumed)
          const tlsTrips = model.tls === 'none' ? 0 : model.tls === '1.3' || resumed ? 1 : 2
          const cryptoMs = model.tls === 'none' ? 0 : resumed ? 1 : 2
          expect(cost.nextMs(nowMs, rttMs, stream)).toBe((model.tcpRoundTrips + tlsTrips) * rttMs + cryptoMs)
          if (succeeds) {
            cost.finished(nowMs)
            finishedMs.push(nowMs)
          }
        }
      }),
    )
  })
})
