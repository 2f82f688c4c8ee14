import type { LognormalShape } from '../lognormal-stream.ts'

/** What one service of the chain may be told to change while it runs. */
export interface ChainSettings {
  /** Requests that it works on at once, 1 or more. */
  readonly slots: number
  /** How long a call to its peer may take, the wait for a connection included; above 0. */
  readonly timeoutMs: number
  /** Tries after the first, 0 or more, without a pause between them. */
  readonly retries: number
  /** Connections to its peer, 1 or more. */
  readonly poolLimit: number
}

/** One service of the chain, as it is meant to be. */
export interface ChainService {
  readonly name: string
  /** Its own work on a request. */
  readonly serviceMs: LognormalShape
  /** The service that it calls for each request; `null` for the last. */
  readonly peer: string | null
  /** Of the last service only the slots count. */
  readonly settings: ChainSettings
}

export interface ChainProcessOptions {
  readonly service: ChainService
  /** Of its service times and faults. */
  readonly seed: number
  /** Where its peer listens; `null` for the last. */
  readonly peerOrigin: string | null
}

export interface ChainProcessReady {
  readonly port: number
  readonly adminPort: number
  readonly adminToken: string
}
