import type { OwnDial } from '../models/measurement/composition.ts'
import type { ResponseHeaders } from './connection.ts'
import type { PooledConnection } from './pooled-connection.ts'

/** Told what becomes of a request. Ends with exactly one of `done` and `failed`. */
export interface RequestListener {
  /** Whether the response is looked at: else `head` may be given the headers about the connection alone, and `data` never called. */
  readonly wantsContent: boolean
  /**
   * It has a connection and goes out now; again, when it is sent again after a stale connection failed.
   *
   * @param ownDial of the connection, when it is the first request there, or `null`
   */
  sent(nowMs: number, ownDial: OwnDial | null): void
  head(status: number, headers: ResponseHeaders): void
  /** @param chunk valid during the call only */
  data(chunk: Uint8Array): void
  done(nowMs: number): void
  failed(error: Error, nowMs: number): void
}

/** A request under way in a pool. */
export interface PooledRequest<Request> {
  readonly wire: Request
  readonly listener: RequestListener
  /** By which the pool machine knows it; −1 when it has ended. */
  claim: number
  /** What carries it now. */
  connection: PooledConnection<Request> | null
  attempts: number
}
