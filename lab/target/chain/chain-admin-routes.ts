import type { ServiceVitals } from '../../../models/root-cause/observation.ts'
import { AdminError } from '../../target-probe/admin-error.ts'
import type { AdminRequest, AdminRoutes } from '../../target-probe/admin-server.ts'
import { probeRoutes } from '../../target-probe/probe-routes.ts'
import type { ProcessProbe } from '../../target-probe/process-probe.ts'
import { readBriefFailures, readFault } from './chain-fault.ts'
import type { ChainFaults } from './chain-faults.ts'
import type { ChainObserved } from './chain-observed.ts'
import type { ChainSettings } from './chain-options.ts'
import type { ChainWork } from './chain-work.ts'
import type { DelayMaxWatch } from './delay-max-watch.ts'
import type { SpanRing } from './span-ring.ts'

export interface ChainParts {
  readonly service: string
  readonly work: ChainWork
  readonly faults: ChainFaults
  readonly spans: SpanRing
  readonly delay: DelayMaxWatch
  readonly probe: ProcessProbe
}

/**
 * What a service of the chain can be asked, beside what a probe can:
 *
 *     GET  /observe   ChainObserved
 *     GET  /load      the part of its vitals that is about requests and connections
 *     POST /fault     ChainFault; an empty object ends it, and gives back what it kept
 *     POST /failures  BriefFailures; an empty object ends them
 *     POST /settings  some of ChainSettings, which count whatever the fault says; an empty object for none
 */
export function chainAdminRoutes(parts: ChainParts): AdminRoutes {
  const { work, faults, probe } = parts
  return {
    ...probeRoutes(probe, () => ({})),
    'GET /observe': () => observe(parts),
    'GET /load': () => work.vitals(),
    'POST /fault': ({ body }) => {
      faults.set(isEmpty(body) ? null : refusing(() => readFault(body)))
      if (isEmpty(body)) work.reclaim()
      work.apply()
    },
    'POST /failures': ({ body }) =>
      faults.setFailures(isEmpty(body) ? null : refusing(() => readBriefFailures(body))),
    'POST /settings': ({ body }) => {
      work.override(readSettings(body))
      work.apply()
    },
  }
}

async function observe({ service, work, spans, delay, probe }: ChainParts): Promise<ChainObserved> {
  const { cpuSeconds, gc, heapUsedBytes, atEpochMs } = await probe.sample()
  const vitals: ServiceVitals = {
    service,
    atEpochMs,
    cpuSeconds: cpuSeconds ?? 0,
    eventLoopDelayMaxMs: delay.read(),
    gcTotalMs: gc?.totalMs ?? 0,
    gcCount: gc?.count ?? 0,
    heapUsedBytes: heapUsedBytes ?? 0,
    ...work.vitals(),
  }
  return { vitals, spans: spans.take(), lostSpans: spans.lost, configuration: work.configuration() }
}

const settingNames: ReadonlyArray<keyof ChainSettings> = ['slots', 'timeoutMs', 'retries', 'poolLimit']

function readSettings(body: AdminRequest['body']): Partial<ChainSettings> {
  for (const [name, value] of Object.entries(body)) {
    const least = name === 'retries' ? 0 : 1
    if (!settingNames.some((each) => each === name) || !(Number.isInteger(value) && Number(value) >= least)) {
      throw new AdminError(400, `${name} has to be one of ${settingNames.join(', ')}, a whole number`)
    }
  }
  return body
}

function isEmpty(body: AdminRequest['body']): boolean {
  return Object.keys(body).length === 0
}

function refusing<Value>(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw new AdminError(400, error.message)
    throw error
  }
}
