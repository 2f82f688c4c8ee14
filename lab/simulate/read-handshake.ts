import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import type { HandshakeModel } from '../../models/simulate/handshake.ts'
import { parseDistribution } from '../../models/simulate/parse-distribution.ts'
import { UsageError } from '../usage-error.ts'

/** What opening a connection takes: round trips and cryptography, or so long in all. */
export type DialChoice =
  | { readonly kind: 'model'; readonly model: HandshakeModel }
  | { readonly kind: 'time'; readonly dialMs: DistributionSpec }

/**
 * Cryptography of a full handshake, both ends together, with an ECDSA P-256 certificate; an assumption. Whole
 * handshakes over loopback with Node 20 on one x86-64 core took 1.2 ms (TLS 1.3) to 1.4 ms (TLS 1.2), medians of 40.
 */
const FULL_HANDSHAKE: DistributionSpec = { kind: 'deterministic', value: 1.2 }

/** TCP, and TLS of that version on top; every handshake is a full one. */
export function handshakeOf(tls: HandshakeModel['tls']): DialChoice {
  const model: HandshakeModel = {
    tcpRoundTrips: 1,
    tls,
    resumes: false,
    ticketLifetimeMs: 0,
    fullMs: FULL_HANDSHAKE,
    resumedMs: FULL_HANDSHAKE,
  }
  return { kind: 'model', model }
}

/**
 * `none` (TCP alone), `tls1.2`, `tls1.3`, or how long a dial takes in all, as a distribution.
 *
 * @throws UsageError when it is none of them
 */
export function readHandshake(text: string): DialChoice {
  const written = text.trim().toLowerCase()
  if (written === 'none') return handshakeOf('none')
  if (written === 'tls1.2') return handshakeOf('1.2')
  if (written === 'tls1.3') return handshakeOf('1.3')
  return { kind: 'time', dialMs: readTimes('--handshake', text, 'none, tls1.2, tls1.3, or ') }
}

/**
 * A distribution of times as an option has it.
 *
 * @param others what else the option accepts, for the message
 * @throws UsageError when it cannot be read
 */
export function readTimes(option: string, text: string, others = ''): DistributionSpec {
  try {
    return parseDistribution(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UsageError(`${option}: ${error.message.replace('Accepted: ', `Accepted: ${others}`)}`)
  }
}
