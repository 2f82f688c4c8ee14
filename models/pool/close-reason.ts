/** Why a connection was closed. Every connection that was opened is closed once, with one of these. */
export const closeReasons = [
  /** Idle for longer than its idle timeout. */
  'idle-expired',
  /** Returned when enough were idle already. */
  'overflow',
  /** Idle longest when another was returned and enough were idle already. */
  'evicted',
  /** Beyond what the pool has lately needed (HAProxy). */
  'purged',
  /** Dialed for a request that was served otherwise. */
  'surplus',
  /** Older than `maxLifetimeMs`. */
  'lifetime',
  /** Served `maxRequestsPerConn` requests. */
  'max-requests',
  /** The response said `Connection: close`, or its `Keep-Alive` hint left no time to reuse it. */
  'server-asked',
  /** The server closed it while it was idle. */
  'peer-closed',
  /** A request on it failed or was given up. */
  'failed',
  /** It could not be opened. */
  'dial-failed',
  /** The pool was shut down. */
  'shutdown',
] as const

/** Why a connection was closed. */
export type CloseReason = (typeof closeReasons)[number]
