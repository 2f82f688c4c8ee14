/**
 * - `starting`: listens, but what it depends on is not ready; no traffic wanted.
 * - `failed`: what it depends on was not ready in time; no traffic wanted.
 * - `preheating`: takes traffic, by a weight that grows.
 * - `ready`: takes its full share.
 * - `leaving`: wants no more traffic, and serves what comes as before: clients take a moment to notice.
 * - `draining`: each response ends its connection; waits for the last request.
 * - `closed`: over.
 */
export type LifecyclePhase =
  'starting' | 'failed' | 'preheating' | 'ready' | 'leaving' | 'draining' | 'closed'

/** How long each part of a life takes, in ms. */
export interface LifecycleTimes {
  /** From ready to the full weight; ≥ 0. */
  readonly preheatMs: number
  /** Weight with which preheating begins, a whole number from 1 to 100. */
  readonly preheatFromWeight: number
  /** How long requests are served as before once no more are wanted; ≥ 0, longer than clients take to notice. */
  readonly drainDelayMs: number
  /** How long after that the last request may end; ≥ 0. */
  readonly drainDeadlineMs: number
  /** How long no request may have come before idle connections are closed; ≥ 0, at least a few round trips. */
  readonly idleGraceMs: number
}

/** Why the server may close now. */
export type CloseCause = 'quiet' | 'deadline'

const FULL_WEIGHT = 100

/**
 * The life of a server instance, from its start to its end. It reads no clock: every call says what time it is, in ms
 * on a clock that does not go back.
 */
export class LifecycleState {
  readonly #times: LifecycleTimes
  #readyAtMs = Infinity
  #stoppedAtMs = Infinity
  #failed = false
  #closed = false
  #requests = 0
  #lastCameMs = -Infinity

  /** @throws RangeError when a time or the weight is out of range */
  constructor(times: LifecycleTimes) {
    requireTimes(times)
    this.#times = times
  }

  /** Requests under way. */
  get requests(): number {
    return this.#requests
  }

  /** What it depends on is ready: traffic is wanted from now on. Without effect once it stops. */
  becomeReady(nowMs: number): void {
    if (this.phase(nowMs) === 'starting') this.#readyAtMs = nowMs
  }

  /** What it depends on was not ready in time. */
  fail(nowMs: number): void {
    if (this.phase(nowMs) === 'starting') this.#failed = true
  }

  /** No more traffic is wanted. An instance that never took any has nobody to tell: it drains at once. */
  stop(nowMs: number): void {
    if (this.#stoppedAtMs < Infinity) return
    const tookTraffic = this.#readyAtMs < Infinity
    this.#stoppedAtMs = tookTraffic ? nowMs : nowMs - this.#times.drainDelayMs
  }

  close(): void {
    this.#closed = true
  }

  requestCame(nowMs: number): void {
    this.#requests++
    this.#lastCameMs = nowMs
  }

  requestEnded(): void {
    this.#requests--
  }

  phase(nowMs: number): LifecyclePhase {
    if (this.#closed) return 'closed'
    if (nowMs >= this.#drainsAtMs) return 'draining'
    if (this.#stoppedAtMs < Infinity) return 'leaving'
    if (this.#failed) return 'failed'
    if (this.#readyAtMs === Infinity) return 'starting'
    return nowMs < this.#readyAtMs + this.#times.preheatMs ? 'preheating' : 'ready'
  }

  /** Share of the traffic that is wanted: a whole number from 0 to 100. It grows evenly while preheating. */
  weight(nowMs: number): number {
    const phase = this.phase(nowMs)
    if (phase === 'ready') return FULL_WEIGHT
    if (phase !== 'preheating') return 0
    const { preheatFromWeight, preheatMs } = this.#times
    const passed = (nowMs - this.#readyAtMs) / preheatMs
    return Math.floor(preheatFromWeight + (FULL_WEIGHT - preheatFromWeight) * passed)
  }

  /** Whether traffic is wanted. */
  takesTraffic(nowMs: number): boolean {
    const phase = this.phase(nowMs)
    return phase === 'preheating' || phase === 'ready'
  }

  /**
   * Whether the server may stop listening and close idle connections, and why. A request may be on its way on a
   * connection that looks idle here, so none is closed before none has come for the grace period.
   */
  closeCause(nowMs: number): CloseCause | null {
    if (this.phase(nowMs) !== 'draining') return null
    if (this.#requests === 0 && nowMs >= this.#quietAtMs) return 'quiet'
    return nowMs >= this.deadlineMs ? 'deadline' : null
  }

  /** When to ask for `closeCause` again though no request has ended; Infinity before it stops and once it is closed. */
  nextLookMs(nowMs: number): number {
    const phase = this.phase(nowMs)
    if (phase === 'leaving') return this.#drainsAtMs
    if (phase !== 'draining') return Infinity
    return this.#requests === 0 ? Math.min(this.#quietAtMs, this.deadlineMs) : this.deadlineMs
  }

  get #drainsAtMs(): number {
    return this.#stoppedAtMs + this.#times.drainDelayMs
  }

  /** When whatever is left is cut; Infinity before it stops. */
  get deadlineMs(): number {
    return this.#drainsAtMs + this.#times.drainDeadlineMs
  }

  get #quietAtMs(): number {
    return Math.max(this.#drainsAtMs, this.#lastCameMs) + this.#times.idleGraceMs
  }
}

function requireTimes({ preheatFromWeight, ...times }: LifecycleTimes): void {
  for (const [name, ms] of Object.entries(times)) {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`${name} must be 0 ms or more, not ${ms}`)
  }
  if (!Number.isInteger(preheatFromWeight) || preheatFromWeight < 1 || preheatFromWeight > FULL_WEIGHT) {
    throw new RangeError(`preheatFromWeight must be a whole number from 1 to 100, not ${preheatFromWeight}`)
  }
}
