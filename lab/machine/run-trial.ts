import { UNLIMITED } from '../../models/pool/settings.ts'
import type { Driver } from '../../workers/connection.ts'
import { startNullTarget } from '../target/start-null-target.ts'
import { mergeLoads, runLoad } from '../run-load.ts'
import { WorkerPool } from '../worker-pool.ts'
import type { GeneratorTrial, RunTrial } from './calibrate-generator.ts'
import { CpuUse } from './cpu-use.ts'
import { readProcessors } from './processors.ts'

/** A null target and a load thread, ready for trials. */
export interface TrialBench {
  readonly trial: RunTrial
  close(): Promise<void>
}

/**
 * Gets ready to try what one load thread can do, against a server in another process that answers at once.
 *
 * @param durationMs of each trial
 * @throws ChildStartError when the server does not start
 */
export async function openTrialBench(durationMs: number, signal: AbortSignal): Promise<TrialBench> {
  const target = await startNullTarget()
  const workers = new WorkerPool(1, 1)
  return {
    trial: (rate, driver) => runTrial({ workers, origin: target.origin, durationMs, signal }, rate, driver),
    async close() {
      await workers.destroy()
      await target.stop()
    },
  }
}

interface TrialSetting {
  readonly workers: WorkerPool
  readonly origin: string
  readonly durationMs: number
  readonly signal: AbortSignal
}

async function runTrial(
  { workers, origin, durationMs, signal }: TrialSetting,
  rate: number,
  driver: Driver,
): Promise<GeneratorTrial> {
  const warmupMs = durationMs / WARMUP_PART
  const { cores, quotaCores } = readProcessors()
  const cpu = new CpuUse()
  const [result] = await runLoad({
    workers,
    signal,
    onProgress: () => {},
    tasks: [
      {
        scenarioModule: null,
        requests: [{ weight: 1, method: 'GET', path: '/' }],
        feeds: [],
        seed: 1,
        endpoint: {
          origin,
          pathPrefix: '',
          ca: null,
          insecure: false,
          dialTimeoutMs: 2000,
          requestTimeoutMs: 2000,
        },
        driver,
        client: 'undici',
        configuration: 'today',
        settings: { ...UNLIMITED, maxConnsPerHost: CONNECTIONS, maxIdlePerHost: CONNECTIONS },
        load: {
          kind: 'open',
          arrivals: { kind: 'constant', rate, durationMs: warmupMs + durationMs },
          firstIndex: 0,
          pacing: Math.min(cores, quotaCores ?? cores) > 1 ? 'spin' : 'timer',
          inFlightMax: IN_FLIGHT_MAX,
        },
        thread: 0,
        threads: 1,
        durationMs: warmupMs + durationMs,
        warmupMs,
        mostRequests: null,
        primed: [],
        drainMs: 200,
      },
    ],
  })
  if (result?.kind !== 'measured') throw new Error(`the null target could not be used: ${result?.message}`)
  const { measurement, generator } = mergeLoads([result], cpu)
  const { due, completed } = measurement.requests
  return {
    latenessP50Ms: generator.latenessP50Ms ?? 0,
    latenessP99Ms: generator.latenessP99Ms,
    achievedShare: due === 0 ? 0 : completed / due,
  }
}

const CONNECTIONS = 50
const IN_FLIGHT_MAX = 1000
/** Of the measured stretch: for dialing and for compiling. */
const WARMUP_PART = 4
