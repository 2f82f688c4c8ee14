/** An idle connection as one pool hands it to another: see `idleConnections` and `adopt` of `PoolMachine`. */
export interface IdleConnection {
  readonly openedAtMs: number
  readonly idleSinceMs: number
  readonly requestsServed: number
}
