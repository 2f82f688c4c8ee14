import { createDistribution } from './create-distribution.ts'
import type { Distribution, DistributionSpec } from './distribution.ts'
import { type HandshakeModel, meanHandshakeMs } from './handshake.ts'

/** Everything outside the pool that its performance depends on, as fitted from measurements or as assumed. */
export interface SystemModel {
  /** Round trip of a byte there and back. */
  readonly rttMs: number
  /** Opening a connection, TCP and TLS, where there is no `handshake`. */
  readonly dialMs: Distribution
  /** Opening a connection as a function of the round trip and of sessions that are resumed; instead of `dialMs`. */
  readonly handshake?: HandshakeModel
  /** The part of a dial that other dials and requests have to wait for: a handshake's cryptography, on one thread. */
  readonly dialExclusiveMs: number
  /** Time a request takes beyond the round trip when the server is not queueing. */
  readonly serviceMs: Distribution
  /** Requests that the server works on at once; Infinity when no limit was seen. */
  readonly slots: number
  /** When the server closes an idle connection; Infinity when it does not. */
  readonly serverIdleTimeoutMs: number
  /** `timeout` of the `Keep-Alive` header that its responses carry, or `null` when they carry none. */
  readonly hintMs: number | null
  /** What goes wrong by chance; nothing unless told. */
  readonly failures?: FailureModel
}

/** Failures by chance, each independent of all others. */
export interface FailureModel {
  /** Share of the requests that are answered by a reset, which closes the connection; in [0, 1]. */
  readonly requestShare: number
  /** Share of the dials that fail; in [0, 1]. */
  readonly dialShare: number
}

/** Mean time to open a connection that resumes no session, in ms. */
export function meanDialMs({ dialMs, handshake, rttMs }: SystemModel): number {
  return handshake === undefined ? dialMs.mean : meanHandshakeMs(handshake, rttMs, false)
}

/** A `SystemModel` as artifacts hold it; `null` stands for Infinity. */
export type StoredSystemModel = StoredLimits & (StoredTimes | EarlierStoredTimes)

interface StoredLimits {
  readonly rttMs: number
  readonly handshake?: HandshakeModel
  readonly dialExclusiveMs: number
  readonly slots: number | null
  readonly serverIdleTimeoutMs: number | null
  readonly hintMs: number | null
  readonly failures?: FailureModel
}

interface StoredTimes {
  readonly dialMs: DistributionSpec
  readonly serviceMs: DistributionSpec
}

/** How earlier runs stored them, when all were empirical. */
interface EarlierStoredTimes {
  readonly dialMsQuantiles: readonly number[]
  readonly serviceMsQuantiles: readonly number[]
}

export function storeSystem(system: SystemModel): StoredSystemModel {
  return {
    ...system,
    dialMs: system.dialMs.spec,
    serviceMs: system.serviceMs.spec,
    slots: system.slots === Infinity ? null : system.slots,
    serverIdleTimeoutMs: system.serverIdleTimeoutMs === Infinity ? null : system.serverIdleTimeoutMs,
  }
}

/** @throws RangeError when a distribution is out of range */
export function readSystem(stored: StoredSystemModel): SystemModel {
  const { rttMs, handshake, dialExclusiveMs, slots, serverIdleTimeoutMs, hintMs, failures } = stored
  const { dialMs, serviceMs } = storedTimes(stored)
  return {
    rttMs,
    dialMs: createDistribution(dialMs),
    ...(handshake === undefined ? {} : { handshake }),
    dialExclusiveMs,
    serviceMs: createDistribution(serviceMs),
    slots: slots ?? Infinity,
    serverIdleTimeoutMs: serverIdleTimeoutMs ?? Infinity,
    hintMs,
    ...(failures === undefined ? {} : { failures }),
  }
}

function storedTimes(stored: StoredTimes | EarlierStoredTimes): StoredTimes {
  if ('serviceMs' in stored) return stored
  return {
    dialMs: { kind: 'empirical', quantiles: stored.dialMsQuantiles },
    serviceMs: { kind: 'empirical', quantiles: stored.serviceMsQuantiles },
  }
}
