import type { Client } from '../../models/clients/client.ts'
import { nodeHttpAgent } from '../../models/clients/node-http-agent.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { requestName } from '../../models/requests/request-name.ts'
import type { Driver } from '../../workers/connection.ts'
import { requireAllowedHost } from '../allowed-host.ts'
import { readCount } from '../simulate/read-quantity.ts'
import { readSettings } from '../simulate/read-settings.ts'
import { readThresholdFlags, type ThresholdFlags } from '../thresholds/read-threshold-flags.ts'
import { UsageError } from '../usage-error.ts'
import type { BenchPlan, OpenBenchLoad } from './bench-plan.ts'
import { readRequestCount, readStretchMs } from './read-amounts.ts'
import { readAutotune } from './read-autotune.ts'
import { type AskedUsers, type BenchLoadFlags, readBenchLoad, readConnections } from './read-bench-load.ts'
import { readClient } from '../read-client.ts'
import { type EndpointFlags, readEndpoint } from './read-endpoint.ts'
import { readRequest, type RequestFlags } from './read-request.ts'
import { readTargetUrl } from './read-target-url.ts'
import { threadLimit } from './thread-limit.ts'

/** What the command line says, as it was written. */
export interface BenchFlags extends BenchLoadFlags, EndpointFlags, RequestFlags, ThresholdFlags {
  readonly duration?: string
  readonly warmup?: string
  readonly requests?: string
  readonly driver?: string
  readonly workers?: string
  readonly client?: string
  readonly set: readonly string[]
  readonly seed?: number
  /** `true` without a value. */
  readonly autotune?: string | boolean
  readonly allow: readonly string[]
}

export interface ReadBenchPlan {
  readonly plan: BenchPlan
  /** What the client could not be told, one sentence each. */
  readonly notes: readonly string[]
}

const DURATION_MS = 10_000
const WARMUP_MS = 1000
/** Where the number of requests is the end. */
const LONGEST_MS = 86_400_000
/** Longer than it takes to notice that a request is overdue: the last ones have timed out as well before the end. */
const BEYOND_TIMEOUT_MS = 500
const MOST_WORKERS = 256

/** A pool without surprises: last in, first out, exact timers, no request sent twice; Node's, without its limits. */
const PLAIN_CLIENT: Client = { ...nodeHttpAgent, title: 'the plain pool', defaults: UNLIMITED, native: {} }

/**
 * What a bench is to do. A number of requests without a duration or a warm-up means so many, and none before.
 *
 * @throws UsageError naming the flag that cannot be followed, and what it accepts
 * @throws HostNotAllowed when the target is neither on loopback nor allowed
 */
export async function readBenchPlan(target: string, flags: BenchFlags): Promise<ReadBenchPlan> {
  const url = readTargetUrl(target)
  requireAllowedHost(url, flags.allow)
  const counted = flags.requests !== undefined
  const durationMs = readDurationMs(flags.duration, counted ? LONGEST_MS : DURATION_MS)
  const endpoint = await readEndpoint(url, flags)
  const { load, settings, notes } = readPool(flags, readBenchLoad(flags))
  const tuning = readAutotune(flags.autotune, given(flags.client, readClient), settings)
  const request = await readRequest(url, flags)
  const thresholds = readThresholdFlags(flags, [requestName(request)])
  const plan: BenchPlan = {
    endpoint,
    request,
    driver: readDriver(flags.driver ?? 'undici'),
    client: flags.client ?? PLAIN_CLIENT.name,
    settings,
    load,
    durationMs,
    warmupMs: given(flags.warmup, (text) => readStretchMs('--warmup', text)) ?? (counted ? 0 : WARMUP_MS),
    mostRequests: given(flags.requests, (text) => readRequestCount('--requests', text)),
    drainMs: endpoint.requestTimeoutMs + BEYOND_TIMEOUT_MS,
    workers: given(flags.workers, (text) => readWorkers(text, { load, settings })),
    seed: flags.seed ?? 1,
    ...(tuning === null ? {} : { tuning }),
    ...(thresholds.length === 0 ? {} : { thresholds }),
  }
  return { plan, notes }
}

function readDurationMs(text: string | undefined, otherwiseMs: number): number {
  if (text === undefined) return otherwiseMs
  const durationMs = readStretchMs('--duration', text)
  if (durationMs > 0) return durationMs
  throw new UsageError(`--duration: '${text}' must be above 0, such as 10s or 2m`)
}

function readDriver(text: string): Driver {
  if (text === 'undici' || text === 'wire') return text
  throw new UsageError(`--driver: '${text}' is neither undici nor wire`)
}

function readWorkers(text: string, shared: Pick<BenchPlan, 'load' | 'settings'>): number {
  const workers = readCount('--workers', text, 1, MOST_WORKERS)
  const limit = threadLimit(shared)
  if (limit === null || workers <= limit.mostThreads) return workers
  throw new UsageError(
    `--workers: ${workers} threads cannot share ${limit.what}, of which each needs one: ask for ${limit.mostThreads} at most`,
  )
}

/** Each user of a closed model has a connection, unless a client is named whose pool has limits of its own. */
function readPool(
  { client: name, connections, set }: BenchFlags,
  load: OpenBenchLoad | AskedUsers,
): Pick<BenchPlan, 'load' | 'settings'> & Pick<ReadBenchPlan, 'notes'> {
  const client = name === undefined ? PLAIN_CLIENT : readClient(name)
  const most = load.kind === 'open' ? given(connections, readConnections) : load.users
  const limit =
    most === null || (load.kind === 'closed' && name !== undefined) ? {} : { maxConnsPerHost: most }
  const { settings, notes } = readSettings(set, client, { ...client.defaults, ...limit })
  return {
    load:
      load.kind === 'open'
        ? load
        : { ...load, connectionsFollowUsers: name === undefined && !setsConnections(set, client) },
    settings,
    notes: name === undefined ? [] : notes,
  }
}

function setsConnections(set: readonly string[], client: Client): boolean {
  const unset = Number.NaN
  const { settings } = readSettings(set, client, { ...client.defaults, maxConnsPerHost: unset })
  return !Number.isNaN(settings.maxConnsPerHost)
}

function given<Value>(text: string | undefined, read: (text: string) => Value): Value | null {
  return text === undefined ? null : read(text)
}
