/**
 * How a connection that was idle turned out to be closed.
 *
 * - `fin`, `reset`: seen while it was left alone: the server's FIN, or its RST.
 * - `unasked`: the server sent something that nobody had asked for, such as a 408, on the idle connection.
 * - `closed-on-use`, `reset-on-use`: nothing was seen, but a request sent on it met the end of the connection, or a
 *   RST, in place of an answer.
 * - `silence`: nothing was seen, and a request sent on it was never answered.
 */
export type CloseWay = 'fin' | 'reset' | 'unasked' | 'closed-on-use' | 'reset-on-use' | 'silence'

/** What one connection showed after it had been idle for so long. */
export type IdleObservation =
  | {
      /** A request sent after it was answered; or nothing was sent, and it was still open. */
      readonly kind: 'answered' | 'open'
      /** In ms, ≥ 0. */
      readonly idleMs: number
    }
  | { readonly kind: 'closed'; readonly way: CloseWay; readonly idleMs: number }

const ANNOUNCED: readonly CloseWay[] = ['fin', 'reset', 'unasked']

/** Whether a client that leaves the connection alone hears of such a close. */
export function isAnnounced(way: CloseWay): boolean {
  return ANNOUNCED.includes(way)
}
