import type { IdleConnection } from '../../models/pool/idle-connection.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import type { Stretch } from '../run-stretch.ts'
import type { StageContext } from './stage.ts'

/** Connections to each pod, over those that are busy when nothing queues: an overloaded target shows as a queue. */
const CONNECTIONS_OVER_BUSY = 4
const MOST_CONNECTIONS = 256

/** The pools of a stretch of the sweep at some rate. */
export async function sweptPools(
  context: StageContext,
  rate: number,
): Promise<Pick<Stretch, 'settings' | 'configuration' | 'primed'>> {
  const connections = await connectionsFor(context, rate)
  return {
    settings: { ...UNLIMITED, maxConnsPerHost: connections },
    configuration: 'today',
    primed: await primedFor(context, connections),
  }
}

/** So many connections that they do not limit a target which keeps up. */
async function connectionsFor(context: StageContext, rate: number): Promise<number> {
  const probe = await context.directory.require('probe')
  const times = probe.reuses ? probe.reusedMs : probe.firstMs
  const meanMs = times.reduce((sum, ms) => sum + ms, 0) / times.length
  const busy = (rate / context.loaded.scenario.pods) * (meanMs / 1000)
  return Math.min(MOST_CONNECTIONS, Math.ceil(CONNECTIONS_OVER_BUSY * busy + 8))
}

/** All open beforehand, so that the stretch measures requests and not the opening of connections. */
async function primedFor(context: StageContext, connections: number): Promise<readonly IdleConnection[][]> {
  const probe = await context.directory.require('probe')
  if (!probe.reuses) return []
  const idle: IdleConnection = { openedAtMs: 0, idleSinceMs: 0, requestsServed: 0 }
  return Array.from({ length: context.loaded.scenario.pods }, () =>
    Array.from({ length: connections }, () => idle),
  )
}
