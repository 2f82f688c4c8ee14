import type { ServiceVitals } from '../../../models/root-cause/observation.ts'
import { askProbe } from '../../telemetry/probe-client-request.ts'
import { ENTRY_POINTS } from '../../entry-points.ts'
import { type ChildExit, ChildStartError, type RunningChild, startChild } from '../start-child.ts'
import { TargetStartError } from '../start-target.ts'
import type { BriefFailures, ChainFault } from './chain-fault.ts'
import type { ChainObserved } from './chain-observed.ts'
import type { ChainProcessOptions, ChainProcessReady, ChainService, ChainSettings } from './chain-options.ts'
import { CHAIN } from './chain-services.ts'

/** One service of a chain that runs. Its methods throw a TelemetryError where its process does not answer. */
export interface ChainServiceHandle {
  readonly service: ChainService
  readonly pid: number
  /** What it has seen since it was last asked. */
  observe(): Promise<ChainObserved>
  /** Requests that it works on, and those that wait. */
  load(): Promise<Pick<ServiceVitals, 'inFlight' | 'queued'>>
  /** Begins a fault in place of the one before; `null` ends it. */
  setFault(fault: ChainFault | null): Promise<void>
  setFailures(failures: BriefFailures | null): Promise<void>
  /** Overrides settings, whatever a fault says; none for none. */
  setSettings(settings: Partial<ChainSettings>): Promise<void>
}

export interface RunningChain {
  /** Of the first service. */
  readonly origin: string
  /** In the order of the calls. */
  readonly services: readonly ChainServiceHandle[]
  /** When one of its processes has ended by itself. */
  readonly gone: Promise<ChildExit>
  /** Stops every process. May be called more than once. */
  stop(): Promise<void>
}

const ANSWER_LIMIT_MS = 5_000

/**
 * Starts the four services, the last of them first, each in a process of its own; none outlives this one.
 *
 * @param seed of service times and faults
 * @throws TargetStartError when one of them does not start
 */
export async function startChain(seed: number): Promise<RunningChain> {
  const children: RunningChild<ChainProcessReady>[] = []
  const handles: ChainServiceHandle[] = []
  let isStopping = false
  const stop = async (): Promise<void> => {
    isStopping = true
    await Promise.all(children.map((child) => child.stop()))
  }
  try {
    let peerOrigin: string | null = null
    for (const service of CHAIN.toReversed()) {
      const child = await launch({ service, seed, peerOrigin })
      children.push(child)
      handles.unshift(handleOf(service, child))
      peerOrigin = `http://127.0.0.1:${child.ready.port}`
    }
    if (peerOrigin === null) throw new RangeError('a chain without services')
    const gone = new Promise<ChildExit>((resolve) => {
      for (const { exited } of children) {
        void exited.then((exit) => {
          if (!isStopping) resolve(exit)
        })
      }
    })
    return { origin: peerOrigin, services: handles, gone, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function launch(options: ChainProcessOptions): Promise<RunningChild<ChainProcessReady>> {
  try {
    return await startChild<ChainProcessReady>(ENTRY_POINTS.chainProcess, options)
  } catch (error) {
    if (!(error instanceof ChildStartError)) throw error
    throw new TargetStartError(`${options.service.name} did not start: ${error.message}`, null, {
      cause: error,
    })
  }
}

function handleOf(
  service: ChainService,
  { pid, ready: { adminPort, adminToken } }: RunningChild<ChainProcessReady>,
): ChainServiceHandle {
  const url = `http://127.0.0.1:${adminPort}`
  const ask = (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> =>
    askProbe(url, adminToken, {
      method,
      path,
      timeoutMs: ANSWER_LIMIT_MS,
      ...(body === undefined ? {} : { body }),
    })
  const post = async (path: string, body: object): Promise<void> => void (await ask('POST', path, body))
  return {
    service,
    pid,
    observe: async () => (await ask('GET', '/observe')) as ChainObserved,
    load: async () => (await ask('GET', '/load')) as Pick<ServiceVitals, 'inFlight' | 'queued'>,
    setFault: (fault) => post('/fault', fault ?? {}),
    setFailures: (failures) => post('/failures', failures ?? {}),
    setSettings: (settings) => post('/settings', settings),
  }
}
