import { MessageChannel } from 'node:worker_threads'
import type { Measurement } from '../models/measurement/measurement.ts'
import { unpackMeasurement } from '../models/measurement/measurement.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import runLoadTask from './load-task.ts'
import type { LoadOrder, LoadReport, LoadResult, LoadTask, MeasuredLoad } from './messages.ts'
import { endpointAt } from './pool-client.fixture.ts'
import { onCleanUp } from './pool-workbench.fixture.ts'

/** A load task in this thread, and the other end of its port. */
export interface RunningTask {
  readonly reports: readonly LoadReport[]
  /** Without its port, as the task was given it. */
  readonly transferred: ArrayBuffer[]
  tell(order: LoadOrder): void
  /** The first report of a kind. */
  report<Kind extends LoadReport['kind']>(kind: Kind): Promise<Extract<LoadReport, { kind: Kind }>>
  result(): Promise<LoadResult>
}

/** Runs a task of 10 s, without warm-up, that begins as soon as it is ready. */
export function runTask(origin: string, task: Partial<LoadTask> & Pick<LoadTask, 'load'>): RunningTask {
  const { port1, port2 } = new MessageChannel()
  onCleanUp(() => port2.close())
  const reports: LoadReport[] = []
  const transferred: ArrayBuffer[] = []
  const waiting: (() => void)[] = []
  port2.on('message', (report: LoadReport) => {
    reports.push(report)
    if (report.kind === 'ready')
      port2.postMessage({ kind: 'go', startAtEpochMs: Date.now() } satisfies LoadOrder)
    for (const look of waiting.splice(0)) look()
  })
  const post = port1.postMessage.bind(port1)
  port1.postMessage = (message: unknown, transfer?: readonly ArrayBuffer[]) => {
    transferred.push(...(transfer ?? []))
    post(message, transfer)
  }
  const failed = runLoadTask({
    port: port1,
    scenarioModule: null,
    requests: [{ weight: 1, method: 'GET', path: '/{n}' }],
    feeds: [],
    seed: 1,
    endpoint: endpointAt(origin),
    driver: 'wire',
    client: 'undici',
    configuration: 'today',
    settings: UNLIMITED,
    thread: 0,
    threads: 1,
    durationMs: 10_000,
    warmupMs: 0,
    mostRequests: null,
    primed: [],
    drainMs: 5000,
    ...task,
  }).then(() => new Promise<never>(() => {}))
  const find = async (kind: LoadReport['kind']): Promise<LoadReport> => {
    for (;;) {
      const found = reports.find((report) => report.kind === kind)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
      })
    }
  }
  return {
    reports,
    transferred,
    tell: (order) => port2.postMessage(order),
    report: (kind) => Promise.race([find(kind), failed]) as never,
    result: async () =>
      (await (Promise.race([find('result'), failed]) as Promise<{ result: LoadResult }>)).result,
  }
}

/** What a task measured. @throws when it measured nothing */
export async function measuredBy(
  task: RunningTask,
): Promise<{ load: MeasuredLoad; measurement: Measurement }> {
  const result = await task.result()
  if (result.kind !== 'measured') throw new Error(`it measured nothing: ${JSON.stringify(result)}`)
  return { load: result, measurement: unpackMeasurement(result.measurement) }
}
