/** When a stretch of traffic warms up, is measured, and ends. Times in ms, on the thread's clock. */
export interface StretchPlan {
  readonly clock: () => number
  readonly startMs: number
  /** From the start to the end of sending; pauses make it longer. */
  readonly durationMs: number
  /** What is due before this, from the start, is not measured. */
  readonly warmupMs: number
  /** How long after the stretch answers are waited for; a request without one by then has failed. */
  readonly drainMs: number
  /** Aborted, it ends the stretch at once, and what was under way is left out. */
  readonly stop: AbortSignal
}

/** What a stretch tells the drive that sends in it. */
export interface StretchEvents {
  /** The warm-up is over. */
  measuring(): void
  /** Nothing is to be sent any more; answers are waited for. */
  draining(): void
  /** Answers have been waited for long enough. */
  overdue(): void
  /** Now and then while requests may be under way. */
  sweep(): void
  /** Everything is over. @param measuredMs length of the measured stretch, without pauses */
  ended(measuredMs: number): void
  /** As `ended`, because of an error. */
  failed(error: unknown): void
}

/** The life of a drive: warm-up, the measured stretch, the wait for the last answers, the end. */
export class Stretch {
  readonly #plan: StretchPlan
  readonly #events: StretchEvents
  readonly #underWay: () => number
  #phase: 'new' | 'warming' | 'measuring' | 'completing' | 'draining' | 'ended' = 'new'
  #timer: NodeJS.Timeout | null = null
  #sweeper: NodeJS.Timeout | null = null
  readonly #planned = new Set<NodeJS.Timeout>()
  #pausedMs = 0
  #warmupPausedMs = 0
  #pausedSinceMs: number | null = null
  #sentUntilMs = 0

  /** @param underWay how many requests have not ended */
  constructor(plan: StretchPlan, underWay: () => number, events: StretchEvents) {
    this.#plan = plan
    this.#underWay = underWay
    this.#events = events
  }

  /** When sending ends, from the start, in ms: as planned and later by as long as it was paused, or when it ended early. */
  get sentUntilMs(): number {
    return this.#sentUntilMs + this.#pausedMs
  }

  get sending(): boolean {
    return this.#phase === 'warming' || this.#phase === 'measuring'
  }

  start(): void {
    const { stop, durationMs, warmupMs } = this.#plan
    this.#phase = 'warming'
    this.#sentUntilMs = durationMs
    if (stop.aborted) {
      this.#sentUntilMs = 0
      return this.#end()
    }
    stop.addEventListener('abort', this.#onStop, { once: true })
    this.#sweeper = setInterval(() => this.#events.sweep(), SWEEP_MS)
    // A timer would come too late for the first request.
    if (warmupMs <= 0) this.#beginMeasuring()
    this.#arm()
  }

  /** Looks whether the warm-up is over: the timer that says so may fire later than what is due just after it. */
  takeNotice(): void {
    if (this.#phase === 'warming' && this.#runningMs() >= this.#plan.warmupMs) this.#beginMeasuring()
  }

  /** Whether what is due then counts: it is not of the warm-up. @param dueMs from the start */
  isMeasured(dueMs: number): boolean {
    return dueMs >= this.#plan.warmupMs + this.#warmupPausedMs
  }

  /** Calls `change` at that time from the start, or at once when that is past, unless sending is over by then. */
  at(atMs: number, change: () => void): void {
    const timer = setTimeout(
      () => {
        this.#planned.delete(timer)
        if (!this.sending) return
        // A timer may fire a moment early, or have been too short for so long a wait.
        if (this.#elapsedMs() < atMs) this.at(atMs, change)
        else change()
      },
      timerMs(atMs - this.#elapsedMs()),
    )
    this.#planned.add(timer)
  }

  /** @param atMs since when, from the start; not later than now */
  pause(atMs: number): void {
    if (!this.sending || this.#pausedSinceMs !== null) return
    this.#pausedSinceMs = atMs
    this.#disarm()
  }

  /** @param atMs since when, from the start; not later than now */
  resume(atMs: number): void {
    if (this.#pausedSinceMs === null) return
    const pausedMs = Math.max(0, atMs - this.#pausedSinceMs)
    this.#pausedMs += pausedMs
    if (this.#phase === 'warming') this.#warmupPausedMs += pausedMs
    this.#pausedSinceMs = null
    if (this.sending) this.#arm()
  }

  /** Sends nothing more; waits for the answers that are due, then ends. */
  finish(): void {
    if (!this.sending) return
    this.#cutShort()
    this.#drain()
  }

  /** All that was to be sent has been: the stretch lasts until the last answer, or as long as planned. */
  complete(): void {
    if (!this.sending) return
    this.takeNotice()
    this.resume(this.#elapsedMs())
    this.#phase = 'completing'
    this.requestEnded()
  }

  /** A request has ended. */
  requestEnded(): void {
    if (this.#underWay() > 0) return
    if (this.#phase === 'completing') {
      this.#sentUntilMs = this.#runningMs()
      this.#drain()
    } else if (this.#phase === 'draining') this.#end()
  }

  fail(error: unknown): void {
    if (this.#close()) this.#events.failed(error)
  }

  readonly #onStop = (): void => {
    if (this.sending || this.#phase === 'completing') this.#cutShort()
    this.#end()
  }

  #cutShort(): void {
    this.#sentUntilMs = Math.min(this.#runningMs(), this.#plan.durationMs)
    this.resume(this.#elapsedMs())
  }

  #arm(): void {
    const { warmupMs, durationMs } = this.#plan
    const untilMs = this.#phase === 'warming' ? Math.min(warmupMs, durationMs) : durationMs
    this.#timer = setTimeout(this.#onTimer, timerMs(untilMs - this.#runningMs()))
  }

  readonly #onTimer = (): void => {
    const { durationMs } = this.#plan
    const nowMs = this.#runningMs()
    this.takeNotice()
    if (nowMs >= durationMs) this.#drain()
    else this.#arm()
  }

  #beginMeasuring(): void {
    this.#phase = 'measuring'
    this.#events.measuring()
  }

  #drain(): void {
    this.#disarm()
    this.#phase = 'draining'
    this.#events.draining()
    if (this.#underWay() === 0) return this.#end()
    if (this.#isEnded) return
    this.#timer = setTimeout(() => {
      this.#events.overdue()
      this.#end()
    }, this.#plan.drainMs)
  }

  #end(): void {
    if (this.#close()) this.#events.ended(Math.max(0, this.#sentUntilMs - this.#plan.warmupMs))
  }

  #close(): boolean {
    if (this.#phase === 'ended') return false
    this.#phase = 'ended'
    this.#disarm()
    for (const timer of this.#planned) clearTimeout(timer)
    this.#planned.clear()
    if (this.#sweeper !== null) clearInterval(this.#sweeper)
    this.#plan.stop.removeEventListener('abort', this.#onStop)
    return true
  }

  get #isEnded(): boolean {
    return this.#phase === 'ended'
  }

  #disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #elapsedMs(): number {
    return this.#plan.clock() - this.#plan.startMs
  }

  /** From the start, without pauses. */
  #runningMs(): number {
    const nowMs = this.#elapsedMs()
    return nowMs - this.#pausedMs - (this.#pausedSinceMs === null ? 0 : nowMs - this.#pausedSinceMs)
  }
}

/** What a timer can be set to. */
function timerMs(ms: number): number {
  return Math.min(Math.max(0, ms), LONGEST_TIMER_MS)
}

const SWEEP_MS = 50
const LONGEST_TIMER_MS = 2 ** 31 - 1
