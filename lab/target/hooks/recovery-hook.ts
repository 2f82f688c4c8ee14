/** A request that failed, as a recovery hook sees it: a copy, which may be kept. */
export interface FailedRequest {
  /** `null` where the plugin `requestContext` is not registered; so are the four below. */
  readonly traceId: string | null
  readonly spanId: string | null
  readonly requestId: string | null
  readonly tenant: string | null
  readonly user: string | null
  readonly method: string
  /** The route's pattern; `null` where there is none for the path. */
  readonly route: string | null
  /** Of the response. */
  readonly statusCode: number
  /** From the beginning of the request to the error; `null` without `requestContext`. */
  readonly durationMs: number | null
  /** Wall-clock ms since the epoch. */
  readonly failedAtEpochMs: number
}

export interface RecoveryFailure {
  /** Of the hook. */
  readonly hook: string
  readonly reason: 'threw' | 'timed out'
  /** What it threw; of one that timed out, a `TimeoutError`. */
  readonly error: unknown
}

/** What a recovery hook is given besides the error. */
export interface RecoveryStep {
  readonly request: FailedRequest
  /** Of the hooks before it. */
  readonly failures: readonly RecoveryFailure[]
  /** Aborted when the hook has had its time. */
  readonly signal: AbortSignal
}

/** Something to do when a request has failed. */
export interface RecoveryHook {
  /** Not that of another hook of the chain. */
  readonly name: string
  /** How long it may take, in ms, a number above 0; left out, the time of all hooks. */
  readonly timeLimitMs?: number
  /** @param error whatever the handler threw or rejected with */
  run(error: unknown, step: RecoveryStep): void | Promise<void>
}
