import type { Span } from '../../../models/trace-context/span.ts'
import type { ServiceConfiguration, ServiceVitals } from '../../../models/root-cause/observation.ts'
import { epochMs } from '../../target-probe/epoch-clock.ts'
import type { RequestContext } from '../hooks/request-context-record.ts'
import { LognormalStream } from '../lognormal-stream.ts'
import { ServiceTimer } from '../service-time.ts'
import { ChainCaller } from './chain-caller.ts'
import type { ChainFaults } from './chain-faults.ts'
import type { ChainProcessOptions, ChainSettings } from './chain-options.ts'
import { PermitQueue } from './permit-queue.ts'

type Outcome = Span['outcome']

/**
 * One service's work on requests: a slot, which is held until the answer is there; its own time; a call to its peer. It
 * knows nothing of callers that have gone: what was begun is finished, and told as a span when it is.
 */
export class ChainWork {
  readonly #options: ChainProcessOptions
  readonly #faults: ChainFaults
  readonly #tell: (span: Span) => void
  readonly #slots: PermitQueue
  readonly #times: LognormalStream
  readonly #timer = new ServiceTimer()
  readonly #caller: ChainCaller | null
  #own: ChainSettings
  #overrides: Partial<ChainSettings> = {}

  constructor(options: ChainProcessOptions, faults: ChainFaults, tell: (span: Span) => void) {
    const { service, seed } = options
    this.#options = options
    this.#faults = faults
    this.#tell = tell
    this.#own = service.settings
    this.#slots = new PermitQueue(service.settings.slots)
    this.#times = new LognormalStream(service.serviceMs, seed, `chain ${service.name}`)
    this.#caller = this.#createCaller()
  }

  /** In force: its own, as the fault leaves them, as they were overridden. */
  get settings(): ChainSettings {
    return { ...this.#faults.settings(this.#own), ...this.#overrides }
  }

  /** Overrides settings, whatever the fault says; none for none. Takes effect with `apply`. */
  override(overrides: Partial<ChainSettings>): void {
    this.#overrides = overrides
  }

  /** Brings slots and pool in line with the settings. */
  apply(): void {
    const { slots, poolLimit } = this.settings
    this.#slots.limit = slots
    if (this.#caller !== null) this.#caller.pool.limit = poolLimit
  }

  /** Takes back connections that were kept. */
  reclaim(): void {
    this.#caller?.pool.reclaim()
  }

  /**
   * Answers a request.
   *
   * @param isGone whether the caller has gone, asked when the work is done
   */
  async serve(context: RequestContext, isGone: () => boolean): Promise<Outcome> {
    // The context is another request's once the response is out.
    const { traceId, spanId, parentSpanId, startedAtMs } = context
    const startedAtEpochMs = epochMs() - (performance.now() - startedAtMs)
    await this.#slot()
    const waitMs = performance.now() - startedAtMs
    let outcome: Outcome = 'error'
    try {
      outcome = await this.#work(context)
    } finally {
      this.#slots.leave()
      this.#tell({
        traceId,
        spanId,
        parentSpanId,
        service: this.#options.service.name,
        kind: 'server',
        peer: null,
        startedAtEpochMs,
        durationMs: performance.now() - startedAtMs,
        waitMs,
        attempt: 1,
        outcome: isGone() ? 'cancelled' : outcome,
      })
    }
    return outcome
  }

  vitals(): Pick<ServiceVitals, 'inFlight' | 'queued' | 'slots' | 'pools'> {
    return {
      inFlight: this.#slots.held,
      queued: this.#slots.waiting,
      slots: this.#slots.limit,
      pools: this.#caller === null ? [] : [this.#caller.vitals()],
    }
  }

  configuration(): ServiceConfiguration {
    const { name, peer } = this.#options.service
    const { timeoutMs, retries, poolLimit } = this.settings
    return { service: name, calls: peer === null ? [] : [{ peer, timeoutMs, retries, poolLimit }] }
  }

  async close(): Promise<void> {
    await this.#caller?.close()
  }

  #createCaller(): ChainCaller | null {
    const { service, peerOrigin } = this.#options
    if (service.peer === null || peerOrigin === null) return null
    return new ChainCaller({
      service: service.name,
      peer: service.peer,
      origin: peerOrigin,
      settings: () => this.settings,
      isLeaked: () => this.#faults.isLeaked(),
      tell: this.#tell,
    })
  }

  #slot(): Promise<void> {
    return new Promise((resolve) => void this.#slots.enter(resolve))
  }

  async #work(context: RequestContext): Promise<Outcome> {
    this.#faults.atRequest()
    await this.#hold(this.#times.next() * this.#faults.slowness)
    const outcome = this.#caller === null ? 'ok' : await this.#caller.call(context)
    return this.#faults.isFailing() ? 'error' : outcome
  }

  #hold(durationMs: number): Promise<void> {
    return new Promise((resolve) => this.#timer.hold(durationMs, resolve))
  }
}
