/** A request as one service saw it: answering it (`server`), or sending it on to another (`client`). */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  /** `null` for the first of its trace. */
  readonly parentSpanId: string | null
  readonly service: string
  readonly kind: 'server' | 'client'
  /** Of a client span: the service that was called. */
  readonly peer: string | null
  /** Wall-clock ms since the epoch. */
  readonly startedAtEpochMs: number
  readonly durationMs: number
  /** Of it, waited for a connection, a slot or a lock before anything was done. */
  readonly waitMs: number
  /** Of a client span: 1 for the first try. */
  readonly attempt: number
  readonly outcome: 'ok' | 'error' | 'timeout' | 'rejected' | 'cancelled'
}
