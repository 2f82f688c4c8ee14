import { vi } from 'vitest'
import { PacedSchedule } from '../models/arrivals/paced-schedule.ts'
import type { Measurement } from '../models/measurement/measurement.ts'
import { PoolMachine } from '../models/pool/machine.ts'
import { PLAIN_POLICY } from '../models/pool/policy.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import type { PreparedRequest } from '../models/requests/request-source.ts'
import type { DriveOptions } from './drive.ts'
import { Recorder } from './recorder.ts'
import type { StubPool } from './stub-pool.fixture.ts'

/** Time stands still until a test moves it on; it begins at 0. */
export function stopTime(): void {
  vi.useFakeTimers({
    now: 0,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  })
}

/** A request that tells its index by its path. */
export function requestAt(index: number): PreparedRequest {
  return { name: 'GET /', method: 'GET', path: `/${index}`, headers: null, body: null, entry: 0 }
}

/** A machine that nobody asks for anything. */
export function unusedMachine(): PoolMachine {
  return new PoolMachine(UNLIMITED, PLAIN_POLICY, { assign() {}, dial() {}, close() {}, reject() {} })
}

/** A schedule of these due times, in ms, over 1 s if not said otherwise. */
export function scheduleOf(
  dueMs: readonly number[],
  { worker = 0, workers = 1, durationMs = 1000 } = {},
): PacedSchedule {
  const between = (fromMs: number, toMs: number): Float64Array =>
    Float64Array.from(dueMs.filter((ms) => ms >= fromMs && ms < toMs))
  return new PacedSchedule({ between, durationMs, worker, workers })
}

export function every(periodMs: number, untilMs: number): number[] {
  return Array.from({ length: Math.ceil(untilMs / periodMs) }, (_, i) => i * periodMs)
}

export interface DriveBench {
  readonly options: DriveOptions
  readonly recorder: Recorder
  readonly stop: AbortController
  /** When the warm-up was over, from the start. */
  readonly measuringAtMs: number[]
  readonly measurement: () => Measurement
}

/** What a drive of 1 s without warm-up needs, through a pool of the test's. */
export function driveBench(pool: StubPool, options: Partial<DriveOptions> = {}): DriveBench {
  const machine = unusedMachine()
  const clock = (): number => performance.now()
  const recorder = new Recorder(machine, clock)
  const stop = new AbortController()
  const measuringAtMs: number[] = []
  const startMs = options.startMs ?? performance.now()
  const warmupMs = options.warmupMs ?? 0
  const atWarmup = machine.counters.snapshot()
  recorder.begin(startMs + warmupMs)
  return {
    recorder,
    stop,
    measuringAtMs,
    options: {
      pool,
      recorder,
      source: { at: requestAt },
      checks: [null],
      clock,
      startMs,
      durationMs: 1000,
      warmupMs,
      requestTimeoutMs: 10_000,
      drainMs: 500,
      onMeasuring: () => {
        measuringAtMs.push(performance.now() - startMs)
        recorder.startMeasuring()
      },
      stop: stop.signal,
      ...options,
    },
    measurement: () => recorder.measurement(1000, warmupMs, atWarmup, 0),
  }
}
