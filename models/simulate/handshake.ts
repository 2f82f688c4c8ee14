import type { RandomStream } from '../random/random-stream.ts'
import { createDistribution } from './create-distribution.ts'
import type { Distribution, DistributionSpec } from './distribution.ts'

/**
 * What opening a connection takes: round trips and cryptography. Round trips until the client may send a request: TCP
 * 1 (RFC 9293, 3.5); TLS 1.2 2, or 1 when it resumes a session (RFC 5246, 7.3; RFC 5077, 3.1); TLS 1.3 1, resumed or
 * not (RFC 8446, 2). Not modelled: early data, and clients that use a ticket only once.
 */
export interface HandshakeModel {
  /** Round trips before TLS: 1, or 0 with TCP Fast Open (RFC 7413). */
  readonly tcpRoundTrips: 0 | 1
  readonly tls: 'none' | '1.2' | '1.3'
  /** Whether client and server resume sessions by tickets. */
  readonly resumes: boolean
  /** How long after its handshake a ticket is good; finite, ≥ 0. At most seven days in TLS 1.3 (RFC 8446, 4.6.1). */
  readonly ticketLifetimeMs: number
  /** Cryptography on both sides, in ms, of a full handshake and of one that resumes. */
  readonly fullMs: DistributionSpec
  readonly resumedMs: DistributionSpec
}

/** Round trips from the first packet to the request, TCP's among them. */
export function handshakeRoundTrips(model: HandshakeModel, resumed: boolean): number {
  const tls = model.tls === 'none' ? 0 : model.tls === '1.2' && !resumed ? 2 : 1
  return model.tcpRoundTrips + tls
}

/**
 * Mean time to open a connection.
 *
 * @param resumed whether the client holds a ticket
 * @throws RangeError when the model is out of range
 */
export function meanHandshakeMs(model: HandshakeModel, rttMs: number, resumed: boolean): number {
  const cryptoMs =
    model.tls === 'none' ? 0 : createDistribution(resumed ? model.resumedMs : model.fullMs).mean
  return handshakeRoundTrips(model, resumed) * rttMs + cryptoMs
}

/**
 * How long the dials of one client process take, which keeps the ticket that its last finished handshake left. The
 * first dial is a full handshake, and so is every one that begins before a first handshake has finished, or after the
 * ticket's lifetime.
 */
export class DialCost {
  readonly #model: HandshakeModel
  readonly #full: Distribution
  readonly #resumed: Distribution
  #ticketFromMs = -Infinity

  /** @throws RangeError when the model is out of range */
  constructor(model: HandshakeModel) {
    const { ticketLifetimeMs } = model
    if (!(ticketLifetimeMs >= 0 && ticketLifetimeMs < Infinity)) {
      throw new RangeError(`ticketLifetimeMs must be finite and >= 0, got ${ticketLifetimeMs}`)
    }
    this.#model = model
    this.#full = createDistribution(model.fullMs)
    this.#resumed = createDistribution(model.resumedMs)
  }

  /** Whether a dial that begins now would resume a session. */
  resumesAt(nowMs: number): boolean {
    const { tls, resumes, ticketLifetimeMs } = this.#model
    return resumes && tls !== 'none' && nowMs - this.#ticketFromMs < ticketLifetimeMs
  }

  /** How long a dial takes that begins now. */
  nextMs(nowMs: number, rttMs: number, stream: RandomStream): number {
    const resumed = this.resumesAt(nowMs)
    const wayMs = handshakeRoundTrips(this.#model, resumed) * rttMs
    if (this.#model.tls === 'none') return wayMs
    return wayMs + (resumed ? this.#resumed : this.#full).draw(stream)
  }

  /** To be called when a dial has succeeded, in order of time: its handshake has left a ticket. */
  finished(nowMs: number): void {
    this.#ticketFromMs = nowMs
  }
}
