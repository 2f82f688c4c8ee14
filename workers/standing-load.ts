import { countBelow } from '../models/arrivals/partition-point.ts'
import { PacedSchedule } from '../models/arrivals/paced-schedule.ts'
import { type ConnectionCounts, packMeasurement } from '../models/measurement/measurement.ts'
import { createRequestSource, type RequestSource } from '../models/requests/request-source.ts'
import { OpenDrive } from './drive-open.ts'
import { describeGenerator, describeProgress, type LoadedRequest, withFunctions } from './load-task.ts'
import { Recorder } from './recorder.ts'
import { DriftSampler } from './self-check.ts'
import { ScenarioThrew } from './sent-request.ts'
import type { SentMinute, StandingOrder, StandingReport, StandingTask } from './standing-messages.ts'
import { StandingPool } from './standing-pool.ts'

/** Where a thread's reports go; buffers are handed over. */
export type TellReport = (report: StandingReport, transfer: readonly ArrayBuffer[]) => void

const clock = (): number => performance.now()

/** A timer is set so much too early: what is due first is not to be late. */
const EARLY_MS = 5
const PROGRESS_MS = 1000

/**
 * Sends load for as long as it is told to, a minute at a time, through a pool that lives on from one minute to the next.
 * The end of a minute is not waited for: while its last requests are answered, the next one is sent. What is held does
 * not grow with time.
 */
export class StandingLoad {
  readonly #task: StandingTask
  readonly #tell: TellReport
  readonly #requests: readonly LoadedRequest[]
  readonly #source: RequestSource
  readonly #stop = new AbortController()
  readonly #progress: NodeJS.Timeout
  /** When it was told to stop; rejects with what nobody foresaw. */
  readonly ended: Promise<void>
  readonly #waiting = new Set<NodeJS.Timeout>()
  #pool: StandingPool | null = null
  #latest: OpenMinute | null = null

  #resolveEnded: () => void = () => {}
  #rejectEnded: (error: unknown) => void = () => {}

  private constructor(task: StandingTask, requests: readonly LoadedRequest[], tell: TellReport) {
    this.#task = task
    this.#tell = tell
    this.#requests = requests
    this.#source = createRequestSource(requests, task.feeds, task.seed)
    this.ended = new Promise((resolve, reject) => {
      this.#resolveEnded = resolve
      this.#rejectEnded = reject
    })
    this.#progress = setInterval(() => this.#tellProgress(), PROGRESS_MS)
  }

  /** Loads the scenario's functions, and says that it is ready. */
  static async start(task: StandingTask, tell: TellReport): Promise<StandingLoad> {
    const load = new StandingLoad(task, await withFunctions(task), tell)
    tell({ kind: 'ready' }, [])
    return load
  }

  obey(order: StandingOrder): void {
    if (order.kind === 'stop') this.#end()
    else this.#plan(order.minute)
  }

  #plan(minute: SentMinute): void {
    const startMs = minute.startMs + (clock() - monotonicMs())
    const timer = setTimeout(
      () => {
        this.#waiting.delete(timer)
        this.#send(minute, startMs).catch((error: unknown) => this.#fail(error))
      },
      Math.max(0, startMs - clock() - EARLY_MS),
    )
    this.#waiting.add(timer)
  }

  async #send(minute: SentMinute, startMs: number): Promise<void> {
    const open = this.#open(minute, startMs)
    const { pool, recorder, drift } = open
    const done = pool.use()
    drift.start()
    try {
      const measuredMs = await this.#drive(minute, startMs, open).run()
      if (this.#stop.signal.aborted) return
      open.close()
      const counted = pool.pool.machine.counters.snapshot()
      const measurement = {
        ...recorder.soFar(measuredMs, 0, counted, 0),
        warmup: null,
        connections: open.connections,
      }
      const { packed, transfer } = packMeasurement({
        ...measurement,
        whole: { ...measurement.whole, dialed: open.connections.dialed },
      })
      const generator = describeGenerator(recorder, drift)
      this.#tell({ kind: 'minute', minute: minute.minute, measurement: packed, generator }, transfer)
    } finally {
      drift.stop()
      await done()
    }
  }

  #open(minute: SentMinute, startMs: number): OpenMinute {
    if (this.#pool?.number === minute.pool) {
      this.#latest?.close()
    } else {
      this.#pool?.retire()
      this.#pool = new StandingPool(this.#task, minute, clock)
    }
    const open = new OpenMinute(this.#pool, startMs)
    this.#latest = open
    return open
  }

  #drive(minute: SentMinute, startMs: number, { pool, recorder }: OpenMinute): OpenDrive {
    const { thread, threads, endpoint, drainMs, inFlightMax } = this.#task
    const { dueMs, durationMs, firstIndex } = minute
    const schedule = new PacedSchedule({
      between: (fromMs, toMs) => dueMs.subarray(countBelow(dueMs, fromMs), countBelow(dueMs, toMs)),
      durationMs,
      worker: thread,
      workers: threads,
    })
    return new OpenDrive({
      pool: pool.pool,
      recorder,
      source: this.#source,
      checks: this.#requests.map((request) => request.check ?? null),
      clock,
      startMs,
      durationMs,
      warmupMs: 0,
      drainMs,
      requestTimeoutMs: endpoint.requestTimeoutMs,
      onMeasuring: () => recorder.startMeasuring(),
      stop: this.#stop.signal,
      schedule,
      mostRequests: Infinity,
      firstIndex,
      pacing: 'timer',
      inFlightMax,
    })
  }

  #tellProgress(): void {
    if (this.#latest === null) return
    const { recorder, pool } = this.#latest
    this.#tell(describeProgress(recorder, pool.pool), [])
  }

  #fail(error: unknown): void {
    if (error instanceof ScenarioThrew) {
      const { message, stack = '' } = error
      this.#tell({ kind: 'scenario-threw', message, stack }, [])
    } else {
      this.#rejectEnded(error)
    }
    this.#end()
  }

  #end(): void {
    clearInterval(this.#progress)
    for (const timer of this.#waiting) clearTimeout(timer)
    this.#stop.abort()
    this.#pool?.close()
    this.#resolveEnded()
  }
}

/** A minute that is being sent, or whose last answers are awaited. */
class OpenMinute {
  readonly pool: StandingPool
  readonly recorder: Recorder
  readonly drift = new DriftSampler(clock)
  #connections: ConnectionCounts | null = null

  constructor(pool: StandingPool, startMs: number) {
    this.pool = pool
    this.recorder = new Recorder(pool.pool.machine, clock)
    this.recorder.begin(startMs)
    pool.record(this.recorder)
  }

  /** What the pool did in it; counted when it is closed. */
  get connections(): ConnectionCounts {
    this.close()
    return this.#connections as ConnectionCounts
  }

  /** The next minute begins, or it has ended: what its pool does from now on is not of it. */
  close(): void {
    this.#connections ??= this.pool.countConnections()
  }
}

/** Since a moment that is the same for all threads. */
function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
