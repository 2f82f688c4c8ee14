import type { CloseReason } from '../../models/pool/close-reason.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { errors } from 'undici/index.js'
import { ConnectionClosed } from '../connection-closed.ts'
import { LivePool, PoolRejection } from '../live-pool.ts'
import type { DialTarget } from '../open-socket.ts'
import { SelfTuning } from '../self-tuning.ts'
import { AgentConnection, type ConnectionObserver } from './agent-connection.ts'
import type { AutotunePlan } from './agent-autotune.ts'
import { type AgentEvents, CONNECTION_EVENT, type ConnectionEvent, TUNING_EVENT } from './agent-events.ts'
import type { AgentPlan } from './agent-options.ts'
import type { AgentRequest, RequestObserver, RetryStale } from './agent-request.ts'
import { CloseReasonWatch } from './close-reason-watch.ts'
import type { ResponseTimeouts } from './client-socket.ts'
import type { OriginTelemetry } from './origin-telemetry.ts'
import { WaitError } from './wait-error.ts'

/** What the agent counts over all origins, to know when it has come to its end. */
export interface AgentActivity {
  requestEnded(): void
  /** A socket is being opened, or is closed. */
  socketsChanged(by: 1 | -1): void
}

/** The pool of one origin, measured, with what it says turned into the agent's events. */
export class OriginPool implements ConnectionObserver, RequestObserver {
  readonly url: URL
  readonly pool: LivePool<AgentRequest>
  readonly telemetry: OriginTelemetry
  readonly target: DialTarget
  readonly servername: string | null
  readonly timeouts: ResponseTimeouts
  readonly retryStale: RetryStale
  /** `null` where the pool keeps the settings that it is given. */
  readonly tuning: SelfTuning | null
  retries = 0
  rejectedWaiting = 0
  readonly #activity: AgentActivity
  readonly #events: AgentEvents
  readonly #reasons: CloseReasonWatch
  #wantsDrain = false

  constructor(
    url: URL,
    plan: AgentPlan,
    telemetry: OriginTelemetry,
    events: AgentEvents,
    activity: AgentActivity,
  ) {
    this.url = url
    this.telemetry = telemetry
    this.#events = events
    this.#activity = activity
    this.retryStale = plan.retryStale
    this.timeouts = plan.timeouts
    const isSecure = url.protocol === 'https:'
    this.servername = isSecure ? (plan.connect.servername ?? url.hostname) : null
    this.target = { ...plan.connect, origin: url.origin, tlsSessions: { latest: null } }
    this.pool = new LivePool({
      dial: (listener) => new AgentConnection(this, listener),
      settings: plan.settings,
      policy: plan.policy,
      clock: () => performance.now(),
      isRepeatable: (request) => request.isRepeatable,
      listener: {
        dialed: (_times, durationMs) => {
          telemetry.create.record(durationMs)
          this.#lookForDrainSoon()
        },
        retried: () => this.retries++,
        connectionError: (error) => events.announce('connectionError', url, [events], error),
      },
    })
    this.#reasons = new CloseReasonWatch(this.pool.machine.counters)
    this.tuning = plan.autotune === null ? null : this.#tunedBy(plan.autotune)
  }

  /** Whether it holds nothing: no connection, and no request. */
  get isEmpty(): boolean {
    return this.pool.inFlight === 0 && this.pool.machine.open === 0
  }

  /** Whether one more request would have to wait; if so, `drain` will be announced. */
  expectDrain(): boolean {
    this.#wantsDrain ||= this.#isFull
    return this.#wantsDrain
  }

  reconfigure(settings: PoolSettings): void {
    this.pool.reconfigure(settings)
    this.#lookForDrain()
  }

  /** Lets the pool look whether other settings would do better. */
  tune(): void {
    this.tuning?.endEpoch(performance.now())
    this.#lookForDrain()
  }

  dialing(): void {
    this.#activity.socketsChanged(1)
  }

  gone(): void {
    this.#activity.socketsChanged(-1)
  }

  opened(connection: AgentConnection): void {
    this.#events.announce('connect', this.url, [this.#events])
    this.#publish('opened', null, connection)
  }

  reused(connection: AgentConnection): void {
    this.#publish('reused', null, connection)
  }

  dialFailed(error: Error): void {
    this.#events.announce('connectionError', this.url, [this.#events], error)
  }

  closed(connection: AgentConnection): void {
    const counted = this.#reasons.next(this.pool.machine.counters)
    const reason = connection.wasUpgraded ? 'upgraded' : counted
    this.telemetry.connection.record(performance.now() - connection.openedAtMs)
    this.#events.announce('disconnect', this.url, [this.#events], new errors.InformationalError(reason))
    this.#publish('closed', reason, connection)
    this.#lookForDrainSoon()
  }

  sent(request: AgentRequest, first: boolean, nowMs: number): void {
    if (first) this.telemetry.wait.record(nowMs - request.startedAtMs)
  }

  ended(request: AgentRequest, error: Error | null, nowMs: number): void {
    if (error instanceof WaitError) this.rejectedWaiting++
    if (!Number.isNaN(request.sentAtMs)) this.telemetry.use.record(nowMs - request.sentAtMs)
    const fault = request.aborted ? null : error
    this.telemetry.recordRequest(request.method, request.status, fault, nowMs - request.startedAtMs)
    this.#lookForDrainSoon()
    this.#activity.requestEnded()
  }

  explain(error: Error): Error {
    if (error instanceof ConnectionClosed) return new errors.SocketError('other side closed')
    if (!(error instanceof PoolRejection) || error.code === 'dial-failed') return error
    return new WaitError(error.code, this.url.origin, this.pool.machine.settings)
  }

  #tunedBy(plan: AutotunePlan): SelfTuning {
    return new SelfTuning(this.pool, plan, performance.now(), (change) => {
      const event = { ...change, origin: this.url.origin, mode: plan.mode }
      this.#events.announce(TUNING_EVENT, event)
      queueMicrotask(() => plan.onChange(event))
    })
  }

  get #isFull(): boolean {
    const { machine } = this.pool
    return machine.idle === 0 && machine.open >= machine.settings.maxConnsPerHost
  }

  /** What has just happened is told to the pool first. */
  #lookForDrainSoon(): void {
    if (this.#wantsDrain) queueMicrotask(() => this.#lookForDrain())
  }

  #lookForDrain(): void {
    if (!this.#wantsDrain || this.#isFull) return
    this.#wantsDrain = false
    this.#events.announce('drain', this.url, [this.#events])
  }

  #publish(
    event: ConnectionEvent['event'],
    reason: CloseReason | 'upgraded' | null,
    connection: AgentConnection,
  ): void {
    if (!this.#events.isWatched) return
    this.#events.announce(CONNECTION_EVENT, {
      event,
      reason,
      origin: this.url.origin,
      ageMs: performance.now() - connection.openedAtMs,
      requests: connection.requests,
    })
  }
}
