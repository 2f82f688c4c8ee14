import { clients } from '../../models/clients/catalogue.ts'
import { requireAllowedHost } from '../allowed-host.ts'
import { readClient } from '../read-client.ts'
import { type EndpointFlags, readEndpoint } from '../bench/read-endpoint.ts'
import { readRequest } from '../bench/read-request.ts'
import { readTargetUrl } from '../bench/read-target-url.ts'
import { readCount, readTimeMs } from '../simulate/read-quantity.ts'
import { UsageError } from '../usage-error.ts'
import type { ProbePlan } from './probe-plan.ts'

/** What the command line says, as it was written. */
export interface ProbeFlags extends EndpointFlags {
  readonly method?: string
  /** `name: value` each. */
  readonly header: readonly string[]
  readonly upTo?: string
  readonly connections?: string
  readonly race: boolean
  readonly client?: string
  readonly allow: readonly string[]
}

const CONNECTIONS = 32
const FEWEST_CONNECTIONS = 4
const MOST_CONNECTIONS = 256
const SHORTEST_UP_TO_MS = 100
const LONGEST_UP_TO_MS = 3_600_000
/** Requests that fail are not sent again here, but a server may have acted on them all the same. */
const METHODS = ['GET', 'HEAD']

/**
 * What a probe is to do.
 *
 * @throws UsageError naming the flag that cannot be followed, and what it accepts
 * @throws HostNotAllowed when the target is neither on loopback nor allowed
 */
export async function readProbePlan(target: string, flags: ProbeFlags): Promise<ProbePlan> {
  const url = readTargetUrl(target)
  requireAllowedHost(url, flags.allow)
  const { method, path, headers } = await readRequest(url, {
    method: flags.method ?? 'GET',
    header: flags.header,
  })
  if (!METHODS.includes(method)) {
    throw new UsageError(`--method: '${method}' is neither GET nor HEAD: a probe sends what changes nothing`)
  }
  if (headers?.['connection'] !== undefined) {
    throw new UsageError('--header: whether the connection is kept is what a probe finds out: leave it out')
  }
  return {
    endpoint: await readEndpoint(url, flags),
    request: { method, path, headers: { ...headers, connection: 'keep-alive' }, body: null },
    upToMs: flags.upTo === undefined ? null : readUpToMs(flags.upTo),
    connections:
      flags.connections === undefined
        ? CONNECTIONS
        : readCount('--connections', flags.connections, FEWEST_CONNECTIONS, MOST_CONNECTIONS),
    race: flags.race,
    clients: flags.client === undefined ? clients : [readClient(flags.client)],
  }
}

function readUpToMs(text: string): number {
  const upToMs = readTimeMs('--up-to', text)
  if (upToMs >= SHORTEST_UP_TO_MS && upToMs <= LONGEST_UP_TO_MS) return upToMs
  throw new UsageError(`--up-to: '${text}' is outside 100ms to 1h`)
}
