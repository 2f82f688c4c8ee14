/**
 * How a particular client pools connections, as data that the pool machine interprets. Settings are what the
 * user may change; the policy is what the client's authors decided.
 */
export interface PoolPolicy {
  /**
   * Which idle connection a request gets: the one returned last (`lifo`), the one returned first (`fifo`), or
   * the one in the lowest slot (`first-fit`; slots are given out lowest first and freed on close).
   */
  readonly pick: 'lifo' | 'fifo' | 'first-fit'
  /** What happens when a connection is returned and `maxIdlePerHost` are idle already. */
  readonly overflow: 'close-returned' | 'evict-oldest'
  /**
   * Whether a returned connection goes to a request whose own dial is still under way (Go, .NET, hyper). The
   * dial that is then left over becomes idle when it completes.
   */
  readonly lateBinding: boolean
  /** What a server's `Keep-Alive: timeout=` does to the idle timeout of the connection it arrived on. */
  readonly serverHint: ServerHintRule
  /** When a request that failed on a reused connection, before any byte of a response, is sent again. */
  readonly staleRetry: 'never' | 'idempotent'
}

/**
 * - `ignore`: the hint has no effect.
 * - `shorten`: the idle timeout becomes min(setting, hint − marginMs); ≤ 0 closes the connection.
 * - `shorten-if-set`: as `shorten`, but only where the user set a finite idle timeout (Node's http.Agent).
 * - `replace`: the idle timeout becomes min(hint − marginMs, ceilingMs), even where that is longer.
 */
export type ServerHintRule =
  | { readonly kind: 'ignore' }
  | { readonly kind: 'shorten'; readonly marginMs: number }
  | { readonly kind: 'shorten-if-set'; readonly marginMs: number }
  | { readonly kind: 'replace'; readonly marginMs: number; readonly ceilingMs: number }
