import { UNLIMITED } from '../../../../models/pool/settings.ts'
import { createRequestSource } from '../../../../models/requests/request-source.ts'
import { endpointAt } from '../../../../workers/pool-client.fixture.ts'
import { RestartableChild } from '../../../balance/restartable-child.ts'
import { type BalancedStretchResult, runBalancedStretch } from '../../../balance/run-balanced-stretch.ts'
import type { Stretch, StretchContext } from '../../../run-stretch.ts'
import { WorkerPool } from '../../../worker-pool.ts'
import type { InstanceProcessOptions } from './instance-process.ts'

const INSTANCE_PROCESS = new URL('./instance-process.ts', import.meta.url)
const INSTANCES = 3
const RATE = 200
const REQUESTS = [{ weight: 1, method: 'GET', path: '/items/1' }] as const
const SERVICE_MS = 5
const LONGEST_MS = 60_000
const TIMES = {
  preheatMs: 300,
  preheatFromWeight: 10,
  drainDelayMs: 800,
  drainDeadlineMs: 20_000,
  idleGraceMs: 500,
}

const running: RestartableChild[] = []

/** Ends what a test has started; after each. */
export async function stopInstances(): Promise<void> {
  await Promise.all(running.splice(0).map((instance) => instance.stop()))
}

/** Sends 200 requests a second over three instances while they are restarted one after the other, and no longer. */
export async function sendOverRestart({ hooks }: { readonly hooks: boolean }): Promise<{
  readonly result: BalancedStretchResult
  readonly instances: readonly RestartableChild[]
  readonly pids: readonly number[]
}> {
  const instances = await Promise.all(
    Array.from({ length: INSTANCES }, () =>
      RestartableChild.launch({
        entry: INSTANCE_PROCESS,
        optionsFor: (port): InstanceProcessOptions => ({
          port,
          serviceMs: SERVICE_MS,
          lifecycle: hooks ? TIMES : null,
        }),
        endsOn: hooks ? 'SIGUSR2' : 'SIGKILL',
      }),
    ),
  )
  running.push(...instances)
  const pids = instances.map(({ pid }) => pid)
  const workers = new WorkerPool(1, 1)
  try {
    const result = await runBalancedStretch(contextOf(workers, instances), stretchOf(LONGEST_MS), {
      instances,
      weights: hooks ? 'told' : 'equal',
      restart: { afterMs: 200, pauseMs: hooks ? 0 : 200, endsLoadAfterMs: 200 },
    })
    return { result, instances, pids }
  } finally {
    await workers.destroy()
  }
}

function contextOf(workers: WorkerPool, instances: readonly RestartableChild[]): StretchContext {
  const scenario = { pods: 1, client: 'undici', requests: REQUESTS }
  return {
    scenarioFile: 'restart.ts',
    loaded: { scenario, feeds: [], modulePath: '' } as unknown as StretchContext['loaded'],
    source: createRequestSource(REQUESTS, [], 1),
    seed: 1,
    endpoint: endpointAt((instances[0] as RestartableChild).origin),
    telemetry: null,
    workers,
    signal: new AbortController().signal,
  }
}

function stretchOf(durationMs: number): Stretch {
  return {
    dueMs: Float64Array.from({ length: (durationMs * RATE) / 1000 }, (_, i) => (i * 1000) / RATE),
    durationMs,
    warmupMs: 0,
    settings: UNLIMITED,
    configuration: 'today',
    primed: [],
    firstIndex: 0,
    onProgress: () => {},
  }
}
