import { PLAIN_POLICY } from '../models/pool/policy.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import type { Measurement } from '../models/measurement/measurement.ts'
import type { PreparedRequest } from '../models/requests/request-source.ts'
import type { Driver } from './connection.ts'
import { dialWith } from './dial-with.ts'
import { requestAt } from './drive-options.fixture.ts'
import { ClosedDrive } from './drive-closed.ts'
import { LivePool } from './live-pool.ts'
import { endpointAt } from './pool-client.fixture.ts'
import { onCleanUp } from './pool-workbench.fixture.ts'
import { Recorder } from './recorder.ts'

export interface RecordedPool {
  readonly pool: LivePool<PreparedRequest>
  readonly recorder: Recorder
  readonly measurement: () => Measurement
}

/** A live pool of which a recorder hears, as in a load thread; measured from the start. */
export function recordedPool(origin: string, driver: Driver): RecordedPool {
  const clock = (): number => performance.now()
  const pool: LivePool<PreparedRequest> = new LivePool<PreparedRequest>({
    dial: dialWith(driver, endpointAt(origin)),
    settings: UNLIMITED,
    policy: PLAIN_POLICY,
    clock,
    listener: {
      dialed: (times, durationMs) => recorder.dialed(times, durationMs),
      retried: () => recorder.retried(),
      connectionError: (error) => recorder.connectionError(error),
    },
  })
  const recorder = new Recorder(pool.machine, clock)
  const atStart = pool.machine.counters.snapshot()
  recorder.begin(clock())
  recorder.startMeasuring()
  onCleanUp(() => pool.close(new Error('the test is over')))
  return { pool, recorder, measurement: () => recorder.measurement(1000, 0, atStart, 0) }
}

/** One user sends bad and good requests in turn, as many of each; bad ones begin. */
export async function runBadAndGood(
  origin: string,
  driver: Driver,
  { ofEach = 3, requestTimeoutMs = 10_000 } = {},
): Promise<RecordedPool> {
  const recorded = recordedPool(origin, driver)
  const at = (index: number): PreparedRequest => ({
    ...requestAt(index),
    path: index % 2 === 0 ? '/bad' : '/good',
  })
  const drive = new ClosedDrive({
    pool: recorded.pool,
    recorder: recorded.recorder,
    source: { at },
    checks: [null],
    clock: () => performance.now(),
    startMs: performance.now(),
    durationMs: 60_000,
    warmupMs: 0,
    drainMs: 10_000,
    requestTimeoutMs,
    users: 1,
    thinkTime: null,
    seed: 1,
    thread: 0,
    threads: 1,
    mostRequests: 2 * ofEach,
    onMeasuring: () => {},
    onUsers: () => {},
    stop: new AbortController().signal,
  })
  await drive.run()
  return recorded
}
