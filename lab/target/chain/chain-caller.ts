import type { PoolVitals } from '../../../models/root-cause/observation.ts'
import type { Span } from '../../../models/trace-context/span.ts'
import { KneeAgent } from '../../../workers/undici/knee-agent.ts'
import { epochMs } from '../../target-probe/epoch-clock.ts'
import { outcomeOf } from '../hooks/request-context-answer.ts'
import type { RequestContext } from '../hooks/request-context-record.ts'
import { contextHeaders } from '../hooks/trace-headers.ts'
import { newSpanId } from '../hooks/trace-ids.ts'
import { CallPool, type CheckedOut, NoConnectionError } from './call-pool.ts'
import type { ChainSettings } from './chain-options.ts'

export interface ChainCallerOptions {
  readonly service: string
  readonly peer: string
  readonly origin: string
  /** In force at the moment of each call. */
  readonly settings: () => ChainSettings
  /** Whether the connection of this call is to be kept checked out. */
  readonly isLeaked: () => boolean
  readonly tell: (span: Span) => void
}

type Outcome = Span['outcome']

/** Calls the next service of the chain over a bounded pool, and tells each try as a span. */
export class ChainCaller {
  readonly #options: ChainCallerOptions
  readonly #pool: CallPool<KneeAgent>

  constructor(options: ChainCallerOptions) {
    this.#options = options
    this.#pool = new CallPool({
      peer: options.peer,
      limit: options.settings().poolLimit,
      // An agent of one connection, which is dialed when it is first used and after a call was given up.
      create: () => new KneeAgent({ maxConnsPerHost: 1 }),
      nowMs: () => performance.now(),
    })
  }

  get pool(): CallPool<KneeAgent> {
    return this.#pool
  }

  vitals(): PoolVitals {
    return this.#pool.vitals()
  }

  /** Calls, and calls again as often as it is set to. @returns how the last try went */
  async call(context: RequestContext): Promise<Outcome> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(context, attempt)
      if (outcome === 'ok' || attempt > this.#options.settings().retries) return outcome
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#pool.connections.map((agent) => agent.destroy()))
  }

  async #try(context: RequestContext, attempt: number): Promise<Outcome> {
    const { service, peer, tell } = this.#options
    const { timeoutMs } = this.#options.settings()
    const spanId = newSpanId()
    const startedAtEpochMs = epochMs()
    const startedMs = performance.now()
    let sentMs: number | null = null
    let outcome: Outcome = 'error'
    try {
      const out = await this.#pool.checkOut(timeoutMs)
      sentMs = performance.now()
      outcome = await this.#send(out, contextHeaders(context, spanId), timeoutMs - (sentMs - startedMs))
    } catch (error) {
      outcome = outcomeOfFailure(error)
    }
    const endedMs = performance.now()
    tell({
      traceId: context.traceId,
      spanId,
      parentSpanId: context.spanId,
      service,
      kind: 'client',
      peer,
      startedAtEpochMs,
      durationMs: endedMs - startedMs,
      waitMs: (sentMs ?? endedMs) - startedMs,
      attempt,
      outcome,
    })
    return outcome
  }

  async #send(
    out: CheckedOut<KneeAgent>,
    headers: Readonly<Record<string, string>>,
    leftMs: number,
  ): Promise<Outcome> {
    const isLeaked = this.#options.isLeaked()
    try {
      const { statusCode, body } = await out.connection.request({
        origin: this.#options.origin,
        path: '/work',
        method: 'GET',
        headers: { ...headers },
        signal: AbortSignal.timeout(Math.max(1, Math.ceil(leftMs))),
      })
      await body.dump()
      return outcomeOf(statusCode)
    } finally {
      if (isLeaked) out.leak()
      else out.release()
    }
  }
}

function outcomeOfFailure(error: unknown): Outcome {
  if (error instanceof NoConnectionError) return 'timeout'
  return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'error'
}
