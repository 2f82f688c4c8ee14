import type { FailedRequest, RecoveryHook } from './recovery-hook.ts'

/** What `recoveryLog` writes of a failed request. */
export interface RecoveryLogEntry extends FailedRequest {
  readonly level: 'error' | 'warn'
  /** Of the error, or of what else was thrown. */
  readonly errorName: string
  readonly errorMessage: string
  /** `null` where what was thrown has none. */
  readonly stack: string | null
  /** Hooks that failed before this one. */
  readonly failedHooks: readonly string[]
}

/**
 * Logs each failed request: as `error` from status 500 up, else as `warn`, with the stack, which no client gets.
 *
 *     recoveryLog((entry) => logger[entry.level](entry))
 */
export function recoveryLog(write: (entry: RecoveryLogEntry) => void | Promise<void>): RecoveryHook {
  return {
    name: 'log',
    run: (error, { request, failures }) =>
      write({
        ...request,
        level: request.statusCode >= 500 ? 'error' : 'warn',
        errorName: nameOf(error),
        errorMessage: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? (error.stack ?? null) : null,
        failedHooks: failures.map(({ hook }) => hook),
      }),
  }
}

/** Labels of a failed request's metric: few values each, whatever clients send. */
export interface RecoveryMetricLabels {
  readonly route: string
  readonly status: string
  /** The error's class. */
  readonly error: string
}

/**
 * Counts each failed request by route, status and class of the error.
 *
 *     recoveryMetric((labels) => errors.add(1, labels))
 */
export function recoveryMetric(count: (labels: RecoveryMetricLabels) => void): RecoveryHook {
  return {
    name: 'metric',
    run: (error, { request }) =>
      count({
        route: request.route ?? 'unmatched',
        status: String(request.statusCode),
        error: nameOf(error),
      }),
  }
}

/** What a tracer is told of an error, in the terms of OpenTelemetry's event `exception`. */
export interface ExceptionEvent {
  readonly traceId: string
  readonly spanId: string
  /** Wall-clock ms since the epoch. */
  readonly atEpochMs: number
  readonly attributes: {
    readonly 'exception.type': string
    readonly 'exception.message': string
    readonly 'exception.stacktrace'?: string
  }
}

/**
 * Tells a tracer of each failed request that is part of a trace.
 *
 *     recoveryTrace((event) => tracer.addEvent(event))
 */
export function recoveryTrace(tell: (event: ExceptionEvent) => void | Promise<void>): RecoveryHook {
  return {
    name: 'trace',
    run: (error, { request: { traceId, spanId, failedAtEpochMs } }) => {
      if (traceId === null || spanId === null) return
      const stack = error instanceof Error ? error.stack : undefined
      return tell({
        traceId,
        spanId,
        atEpochMs: failedAtEpochMs,
        attributes: {
          'exception.type': nameOf(error),
          'exception.message': error instanceof Error ? error.message : String(error),
          ...(stack === undefined ? {} : { 'exception.stacktrace': stack }),
        },
      })
    },
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
