import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import { recoveryAnswer } from './recovery-answer.ts'
import type { FailedRequest, RecoveryFailure, RecoveryHook } from './recovery-hook.ts'
import { failedRequest } from './recovery-request.ts'
import { runRecovery } from './recovery-run.ts'
import { unencapsulated } from './unencapsulated.ts'

export interface RecoveryChainOptions {
  /** In the order in which they run. */
  readonly hooks: readonly RecoveryHook[]
  /** For hooks without one of their own, in ms, a number above 0; default 1,000. */
  readonly timeLimitMs?: number
  /** Chains that may be at work at a time; for a request beyond that, no hook runs. Default 1,000. */
  readonly maxPending?: number
  /** Called for each hook that failed. What it throws is lost. */
  readonly onFailure?: (failure: RecoveryFailure, request: FailedRequest) => void
}

export interface RecoveryStats {
  /** Requests that failed. */
  readonly errors: number
  /** Whose hooks have all run. */
  readonly recovered: number
  /** Whose hooks did not run because too many others were at it. */
  readonly skipped: number
  /** At work now. */
  readonly pending: number
  /** Failures by hook; a hook that never failed is not among them. */
  readonly failures: Readonly<Record<string, number>>
}

const DEFAULT_TIME_LIMIT_MS = 1000
const DEFAULT_MAX_PENDING = 1000
const statsOfApps = new WeakMap<object, () => RecoveryStats>()

/**
 * A Fastify plugin that runs hooks, in their order, when a request has failed: a handler, a hook or a check of the input
 * threw or rejected. The client has its answer before the first of them runs: JSON with the trace id, never a stack. No
 * hook can keep another from running, by throwing or by taking long; what fails is counted and given to the next.
 *
 *     await app.register(requestContext, { service: 'orders' })
 *     await app.register(recoveryChain, { hooks: [recoveryLog(write), recoveryMetric(count), recoveryTrace(tell)] })
 *
 * What goes wrong after the first byte of a response ends the connection, and is not a failure that it sees. Closing the
 * server waits for the chains at work.
 *
 * @throws RangeError when a limit is out of range or two hooks have the same name
 */
export const recoveryChain: FastifyPluginCallback<RecoveryChainOptions> = unencapsulated(
  'recovery-chain',
  (app: FastifyInstance, options: RecoveryChainOptions, done: (error?: Error) => void): void => {
    try {
      new RecoveryChain(options).attach(app)
    } catch (error) {
      done(error as Error)
      return
    }
    done()
  },
)

/** What the plugin has counted; `null` for an instance without it. */
export function recoveryStats(app: FastifyInstance): RecoveryStats | null {
  return statsOfApps.get(app.server)?.() ?? null
}

class RecoveryChain {
  readonly #options: RecoveryChainOptions
  readonly #timeLimitMs: number
  readonly #maxPending: number
  readonly #pending = new Set<Promise<void>>()
  readonly #failures = new Map<string, number>()
  #errors = 0
  #recovered = 0
  #skipped = 0

  constructor(options: RecoveryChainOptions) {
    this.#options = options
    this.#timeLimitMs = options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS
    this.#maxPending = options.maxPending ?? DEFAULT_MAX_PENDING
    if (!Number.isInteger(this.#maxPending) || this.#maxPending < 1) {
      throw new RangeError(`maxPending must be a whole number of 1 or more, not ${this.#maxPending}`)
    }
    requireHooks(options.hooks, this.#timeLimitMs)
  }

  attach(app: FastifyInstance): void {
    statsOfApps.set(app.server, () => ({
      errors: this.#errors,
      recovered: this.#recovered,
      skipped: this.#skipped,
      pending: this.#pending.size,
      failures: Object.fromEntries(this.#failures),
    }))
    app.setErrorHandler((error, request, reply) => {
      const failed = failedRequest(request, recoveryAnswer(error, reply.statusCode, null).statusCode)
      void reply.code(failed.statusCode).send(recoveryAnswer(error, failed.statusCode, failed.traceId))
      this.#recover(error, failed)
    })
    app.addHook('onClose', async () => {
      await Promise.all(this.#pending)
    })
  }

  #recover(thrown: unknown, request: FailedRequest): void {
    this.#errors++
    if (this.#pending.size >= this.#maxPending) {
      this.#skipped++
      return
    }
    const chain = this.#run(thrown, request).finally(() => this.#pending.delete(chain))
    this.#pending.add(chain)
  }

  async #run(error: unknown, request: FailedRequest): Promise<void> {
    // The response is written before the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    await runRecovery(this.#options.hooks, error, request, this.#timeLimitMs, (failure) => {
      this.#failures.set(failure.hook, (this.#failures.get(failure.hook) ?? 0) + 1)
      try {
        this.#options.onFailure?.(failure, request)
      } catch {
        // It is told of failures, and must not be one.
      }
    })
    this.#recovered++
  }
}

function requireHooks(hooks: readonly RecoveryHook[], timeLimitMs: number): void {
  const names = new Set(hooks.map(({ name }) => name))
  if (names.size < hooks.length) throw new RangeError('each hook of a chain needs a name of its own')
  for (const limit of [timeLimitMs, ...hooks.map((hook) => hook.timeLimitMs ?? timeLimitMs)]) {
    if (!(limit > 0 && limit <= MOST_TIME_LIMIT_MS)) {
      throw new RangeError(`timeLimitMs must be above 0 and up to ${MOST_TIME_LIMIT_MS}, not ${limit}`)
    }
  }
}

/** What a timer can hold. */
const MOST_TIME_LIMIT_MS = 2_147_483_647
