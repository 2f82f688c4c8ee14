import { type Dispatcher, errors } from 'undici/index.js'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { AgentEvents } from './agent-events.ts'
import {
  type AgentOptions,
  type AgentPlan,
  type AgentSettings,
  overlaySettings,
  planAgent,
} from './agent-options.ts'
import { AgentRequest } from './agent-request.ts'
import { type AgentStats, agentStats, attributesOf } from './agent-stats.ts'
import { modernHandler } from './legacy-handler.ts'
import { type AgentActivity, OriginPool } from './origin-pool.ts'
import { OriginPools } from './origin-pools.ts'
import { OriginTelemetry } from './origin-telemetry.ts'
import { TurnOfEvents } from './turn-of-events.ts'

export type { AutotuneOptions, Ticker, TuningEvent } from './agent-autotune.ts'
export type { ConnectionEvent } from './agent-events.ts'
export type { AgentDuration } from './agent-option-values.ts'
export type { AgentConnectOptions, AgentOptions, AgentSettings } from './agent-options.ts'
export type { AgentStats, Metric, NumberPoint } from './agent-stats.ts'
export type { HistogramPoint } from './origin-telemetry.ts'
export { WaitError } from './wait-error.ts'

/**
 * A dispatcher for undici and for `fetch`, in place of undici's `Agent`: for each origin a pool that keeps to the
 * settings that kneepoint recommends, may be given others while it runs, and says how it does.
 *
 * The `fetch`, `request` and so on of the package undici go through it on every runtime; on Bun they have to be imported
 * from `undici/index.js`, since Bun puts functions of its own in the place of `undici`. The `fetch` that a runtime has
 * built in goes through it on Node; those of Bun and Deno ignore dispatchers.
 */
export class KneeAgent extends AgentEvents implements AgentActivity {
  #plan: AgentPlan
  readonly #pools = new OriginPools((url) => this.#createPool(url))
  readonly #overflow = new OriginTelemetry({ 'otel.metric.overflow': true })
  readonly #closing = new TurnOfEvents()
  readonly #destroying = new TurnOfEvents()
  #stopTuning: (() => void) | null = null
  #requests = 0
  #sockets = 0

  /**
   * An agent without connections: they are opened when they are needed.
   *
   * @throws RangeError that names the option, what it may be and what it is
   */
  constructor(options: AgentOptions = {}) {
    super()
    this.#plan = planAgent(options)
    // `compose` answers with a proxy of the agent, which these are then called on.
    for (const name of ['close', 'destroy', 'reconfigure', 'stats'] as const) {
      Object.defineProperty(this, name, { value: this[name].bind(this) })
    }
  }

  /** Those in force, times in ms; where pools tune themselves, those that they begin with. */
  get settings(): PoolSettings {
    return this.#plan.settings
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closing.hasBegun
  }

  /** Whether `destroy` was called. */
  get destroyed(): boolean {
    return this.#destroying.hasBegun
  }

  /**
   * Other settings from now on, those that are not given unchanged. No request is dropped for it: connections beyond
   * a lowered limit are closed as they come back.
   *
   * @throws RangeError that names the setting, what it may be and what it is; nothing has changed then
   */
  reconfigure(settings: AgentSettings): void {
    this.#plan = { ...this.#plan, settings: overlaySettings(this.#plan.settings, settings) }
    // What a pool has tuned for itself stands, unless it is given.
    for (const pool of this.#pools.all()) {
      pool.reconfigure(overlaySettings(pool.pool.machine.settings, settings))
    }
  }

  /** What it has seen of each origin that it has not forgotten. */
  stats(): AgentStats {
    const pools = [...this.#pools.all()]
    const telemetry = new Set(pools.map((pool) => pool.telemetry))
    return agentStats(pools, [...telemetry])
  }

  /** Takes a request from undici; callers use `fetch` or `request`. */
  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const modern = modernHandler(handler)
    try {
      const pool = this.#poolFor(options)
      const request = new AgentRequest(options, modern, pool, performance.now())
      this.#requests++
      request.start(pool.pool)
      return !pool.expectDrain()
    } catch (error) {
      // There is no controller for what never began.
      modern.onResponseError?.(null as unknown as Dispatcher.DispatchController, error as Error)
      return false
    }
  }

  /**
   * Takes no more requests, waits for those that there are, and closes every connection.
   *
   * @throws ClientDestroyedError when it was destroyed before
   */
  override close(): Promise<void>
  /** The same, and calls `callback` when it is done, with what `close` would throw. */
  override close(callback: (error?: Error) => void): void
  override close(callback?: (error?: Error) => void): Promise<void> | void {
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.close((error) => (error === undefined ? resolve() : reject(error)))
      })
    }
    if (this.destroyed && !this.closed) {
      queueMicrotask(() => callback(new errors.ClientDestroyedError()))
      return
    }
    this.#closing.tell(() => callback())
    if (this.#closing.begin()) this.#endIfDone()
  }

  /** Fails every request with the error, and closes every connection. */
  override destroy(error?: Error | null): Promise<void>
  /** The same, and calls `callback` when it is done. */
  override destroy(callback: () => void): void
  /** The same with an error. */
  override destroy(error: Error | null, callback: () => void): void
  override destroy(
    error?: Error | null | (() => void),
    callback: (() => void) | undefined = typeof error === 'function' ? error : undefined,
  ): Promise<void> | void {
    const reason = typeof error === 'function' ? null : (error ?? null)
    if (callback === undefined) return new Promise((resolve) => this.destroy(reason, resolve))
    this.#destroying.tell(callback)
    if (!this.#destroying.begin()) return
    this.#stopTuning?.()
    this.#pools.close(reason ?? new errors.ClientDestroyedError())
    this.#endIfDone()
  }

  /** For its own requests to call. */
  requestEnded(): void {
    this.#requests--
    // The handler is to be told first.
    if (this.closed && this.#requests === 0) queueMicrotask(() => this.#endIfDone())
  }

  /** For its own pools to call. */
  socketsChanged(by: 1 | -1): void {
    this.#sockets += by
    if (this.destroyed && this.#sockets === 0) queueMicrotask(() => this.#endIfDone())
  }

  #endIfDone(): void {
    if (this.closed && !this.destroyed && this.#requests === 0) void this.destroy()
    if (!this.destroyed || this.#sockets > 0) return
    this.#destroying.end()
    if (this.closed) this.#closing.end()
  }

  #startTuning(): (() => void) | null {
    const { autotune } = this.#plan
    if (autotune === null) return null
    return autotune.ticker(() => {
      for (const pool of this.#pools.all()) pool.tune()
    }, autotune.everyMs)
  }

  #poolFor(options: Dispatcher.DispatchOptions): OriginPool {
    if (typeof options !== 'object' || options === null) {
      throw new errors.InvalidArgumentError('opts must be an object.')
    }
    if (this.destroyed) throw new errors.ClientDestroyedError()
    if (this.closed) throw new errors.ClientClosedError()
    return this.#pools.to(options.origin)
  }

  #createPool(url: URL): OriginPool {
    const hasRoom = this.#pools.size < MOST_MEASURED_ORIGINS
    const telemetry = hasRoom ? new OriginTelemetry(attributesOf(url)) : this.#overflow
    this.#stopTuning ??= this.#startTuning()
    return new OriginPool(url, this.#plan, telemetry, this, this)
  }
}

/** Origins measured each for itself; the histograms of one can take 100 KB and more. */
const MOST_MEASURED_ORIGINS = 100
