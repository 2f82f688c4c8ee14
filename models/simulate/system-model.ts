import { EmpiricalDistribution } from './empirical-distribution.ts'

/** Everything outside the pool that its performance depends on, as fitted from measurements. */
export interface SystemModel {
  /** Round trip of a byte there and back. */
  readonly rttMs: number
  /** Opening a connection: TCP and TLS. */
  readonly dialMs: EmpiricalDistribution
  /** The part of a dial that other dials and requests have to wait for: a handshake's cryptography, on one thread. */
  readonly dialExclusiveMs: number
  /** Time a request takes beyond the round trip when the server is not queueing. */
  readonly serviceMs: EmpiricalDistribution
  /** Requests that the server works on at once; Infinity when no limit was seen. */
  readonly slots: number
  /** When the server closes an idle connection; Infinity when it does not. */
  readonly serverIdleTimeoutMs: number
  /** `timeout` of the `Keep-Alive` header that its responses carry, or `null` when they carry none. */
  readonly hintMs: number | null
}

/** A `SystemModel` as artifacts hold it; `null` stands for Infinity. */
export interface StoredSystemModel {
  readonly rttMs: number
  readonly dialMsQuantiles: readonly number[]
  readonly dialExclusiveMs: number
  readonly serviceMsQuantiles: readonly number[]
  readonly slots: number | null
  readonly serverIdleTimeoutMs: number | null
  readonly hintMs: number | null
}

export function storeSystem(system: SystemModel): StoredSystemModel {
  return {
    rttMs: system.rttMs,
    dialMsQuantiles: [...system.dialMs.quantiles],
    dialExclusiveMs: system.dialExclusiveMs,
    serviceMsQuantiles: [...system.serviceMs.quantiles],
    slots: system.slots === Infinity ? null : system.slots,
    serverIdleTimeoutMs: system.serverIdleTimeoutMs === Infinity ? null : system.serverIdleTimeoutMs,
    hintMs: system.hintMs,
  }
}

export function readSystem(stored: StoredSystemModel): SystemModel {
  return {
    rttMs: stored.rttMs,
    dialMs: new EmpiricalDistribution(Float64Array.from(stored.dialMsQuantiles)),
    dialExclusiveMs: stored.dialExclusiveMs,
    serviceMs: new EmpiricalDistribution(Float64Array.from(stored.serviceMsQuantiles)),
    slots: stored.slots ?? Infinity,
    serverIdleTimeoutMs: stored.serverIdleTimeoutMs ?? Infinity,
    hintMs: stored.hintMs,
  }
}
