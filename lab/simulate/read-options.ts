import type { Client } from '../../models/clients/client.ts'
import type { AutoscalerSettings } from '../../models/simulate/autoscaler.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import { readClient } from '../read-client.ts'
import { UsageError } from '../usage-error.ts'
import { readAutoscale } from './read-autoscale.ts'
import { type DialChoice, readHandshake, readTimes } from './read-handshake.ts'
import { readCount, readCountLimit, readShare, readTimeLimitMs, readTimeMs } from './read-quantity.ts'
import type { SurfaceGrid } from './surface-grid.ts'

/** What the command line says, as it was written. */
export interface SimulateFlags {
  readonly trace?: string
  readonly client?: string
  readonly set: readonly string[]
  readonly handshake?: string
  readonly rtt?: string
  readonly service?: string
  readonly slots?: string
  readonly serverIdle?: string
  readonly hint?: string
  readonly pods?: string
  readonly hosts?: string
  readonly autoscale?: string
  readonly requestFailures?: string
  readonly dialFailures?: string
  readonly fromRun?: string
  readonly runs: string
  readonly seed?: number
  readonly surface: boolean
  readonly grid?: string
  readonly json: boolean
}

/** What it means; `null` where nothing was said. */
export interface SimulateOptions {
  readonly scenarioFile: string | null
  readonly traceFile: string | null
  readonly client: Client | null
  /** Values of `--set`, which can be read once the client is known. */
  readonly set: readonly string[]
  readonly system: SystemOptions
  readonly pods: number | null
  readonly hosts: number
  readonly autoscale: AutoscalerSettings | null
  /** Path or name of a run, whose fitted system is taken. */
  readonly fromRun: string | null
  /** Where runs are kept. */
  readonly root: string
  readonly seed: number | null
  readonly surface: SurfaceGrid | null
  readonly json: boolean
}

/** What was said of the server and the way to it. */
export interface SystemOptions {
  readonly dial: DialChoice | null
  readonly rttMs: number | null
  readonly service: DistributionSpec | null
  /** Infinity for no limit. */
  readonly slots: number | null
  /** Infinity for never. */
  readonly serverIdleMs: number | null
  /** `none` for no header. */
  readonly hintMs: number | 'none' | null
  readonly requestFailures: number | null
  readonly dialFailures: number | null
}

const MOST_PODS = 1000
const MOST_HOSTS = 1000
const MOST_SLOTS = 1_000_000
const MOST_CELLS_A_SIDE = 256

/**
 * Reads the options of `simulate`.
 *
 * @throws UsageError naming the option that cannot be followed, and what it accepts
 */
export function readSimulateOptions(scenarioFile: string | undefined, flags: SimulateFlags): SimulateOptions {
  if (scenarioFile !== undefined && flags.trace !== undefined) {
    throw new UsageError(`name a scenario or --trace, not both: ${scenarioFile}, ${flags.trace}`)
  }
  if (scenarioFile === undefined && flags.trace === undefined && flags.fromRun === undefined) {
    throw new UsageError('name a scenario, --trace <file> with recorded arrivals, or --from-run <run>')
  }
  if (flags.grid !== undefined && !flags.surface) throw new UsageError('--grid goes with --surface')
  return {
    scenarioFile: scenarioFile ?? null,
    traceFile: flags.trace ?? null,
    client: given(flags.client, readClient),
    set: flags.set,
    system: readSystemOptions(flags),
    pods: given(flags.pods, (text) => readCount('--pods', text, 1, MOST_PODS)),
    hosts: given(flags.hosts, (text) => readCount('--hosts', text, 1, MOST_HOSTS)) ?? 1,
    autoscale: given(flags.autoscale, readAutoscale),
    fromRun: flags.fromRun ?? null,
    root: flags.runs,
    seed: flags.seed ?? null,
    surface: flags.surface ? readGrid(flags.grid ?? '64x64') : null,
    json: flags.json,
  }
}

function readSystemOptions(flags: SimulateFlags): SystemOptions {
  return {
    dial: given(flags.handshake, readHandshake),
    rttMs: given(flags.rtt, (text) => readTimeMs('--rtt', text)),
    service: given(flags.service, (text) => readTimes('--service', text)),
    slots: given(flags.slots, (text) => readCountLimit('--slots', text, 1, MOST_SLOTS)),
    serverIdleMs: given(flags.serverIdle, (text) => readTimeLimitMs('--server-idle', text)),
    hintMs: given(flags.hint, (text) => (text.trim() === 'none' ? 'none' : readTimeMs('--hint', text))),
    requestFailures: given(flags.requestFailures, (text) => readShare('--request-failures', text)),
    dialFailures: given(flags.dialFailures, (text) => readShare('--dial-failures', text)),
  }
}

function given<Value>(text: string | undefined, read: (text: string) => Value): Value | null {
  return text === undefined ? null : read(text)
}

function readGrid(text: string): SurfaceGrid {
  const [timeouts = '', caps = '', ...more] = text.split('x')
  if (more.length > 0 || caps === '') {
    throw new UsageError(`--grid: '${text}' is not <idle timeouts>x<idle caps>, such as 64x64`)
  }
  return {
    timeouts: readCount('--grid', timeouts, 2, MOST_CELLS_A_SIDE),
    maxIdle: readCount('--grid', caps, 1, MOST_CELLS_A_SIDE),
  }
}
