import type { CloseReason } from './close-reason.ts'

/** What a pool decides. Called from inside the pool's methods; must not call back into the pool. */
export interface PoolEffects {
  /** The request may go out on this connection now. `reused`: the connection has carried a request before. */
  assign(request: number, connection: number, reused: boolean): void
  /** Open a new connection, and report with `dialed` or `dialFailed`. */
  dial(connection: number): void
  /** Close this connection; its number may come back as a new one. */
  close(connection: number, reason: CloseReason): void
  /** The request will not get a connection. */
  reject(request: number, reason: RejectReason): void
}

export type RejectReason = 'wait-timeout' | 'line-full' | 'dial-failed'

/** How a response left its connection. */
export interface Returned {
  /** False when the response said `Connection: close`. */
  readonly reusable: boolean
  /** `timeout` of the response's `Keep-Alive` header in ms, or `null` when there was none. */
  readonly hintMs: number | null
}
