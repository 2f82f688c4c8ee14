import { readFile } from 'node:fs/promises'
import { clients, findClient } from '../../models/clients/catalogue.ts'
import type { Client } from '../../models/clients/client.ts'
import type { Endpoint } from '../../workers/connection.ts'
import { requireAllowedHost } from '../allowed-host.ts'
import { readRequest } from '../bench/read-request.ts'
import { readTargetUrl } from '../bench/read-target-url.ts'
import { readCount, readTimeMs } from '../simulate/read-quantity.ts'
import { UsageError } from '../usage-error.ts'
import type { ProbePlan } from './probe-plan.ts'

/** What the command line says, as it was written. */
export interface ProbeFlags {
  readonly method?: string
  /** `name: value` each. */
  readonly header: readonly string[]
  readonly upTo?: string
  readonly connections?: string
  readonly race: boolean
  readonly client?: string
  readonly timeout?: string
  readonly insecure: boolean
  readonly ca?: string
  readonly allow: readonly string[]
}

const CONNECTIONS = 32
const FEWEST_CONNECTIONS = 4
const MOST_CONNECTIONS = 256
const SHORTEST_UP_TO_MS = 100
const LONGEST_UP_TO_MS = 3_600_000
const TIMEOUT_MS = 10_000
const LONGEST_TIMEOUT_MS = 600_000
const LONGEST_DIAL_MS = 5000
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

async function readEndpoint(url: URL, { timeout, ca, insecure }: ProbeFlags): Promise<Endpoint> {
  const requestTimeoutMs = timeout === undefined ? TIMEOUT_MS : readTimeoutMs(timeout)
  return {
    origin: url.origin,
    pathPrefix: '',
    ca: ca === undefined ? null : await readCa(ca),
    insecure,
    dialTimeoutMs: Math.min(requestTimeoutMs, LONGEST_DIAL_MS),
    requestTimeoutMs,
  }
}

function readUpToMs(text: string): number {
  const upToMs = readTimeMs('--up-to', text)
  if (upToMs >= SHORTEST_UP_TO_MS && upToMs <= LONGEST_UP_TO_MS) return upToMs
  throw new UsageError(`--up-to: '${text}' is outside 100ms to 1h`)
}

function readTimeoutMs(text: string): number {
  const timeoutMs = readTimeMs('--timeout', text)
  if (timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS) return timeoutMs
  throw new UsageError(`--timeout: '${text}' must be above 0 and up to 10m`)
}

async function readCa(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--ca: ${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`)
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new UsageError(`--ca: ${file} holds no certificate in PEM`)
}

function readClient(name: string): Client {
  try {
    return findClient(name)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--client: ${error.message}`)
    throw error
  }
}
