import { type AutoscalerSettings, KUBERNETES_TIMING } from '../../models/simulate/autoscaler.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import { RUNS } from '../command-line/flag-texts.ts'
import { readClient } from '../read-client.ts'
import { type DialChoice, readHandshake, readTimes } from '../simulate/read-handshake.ts'
import type { SystemOptions } from '../simulate/read-options.ts'
import type { SimulatedSetup } from '../simulate/run-simulation.ts'
import type { SurfaceGrid } from '../simulate/surface-grid.ts'
import { UsageError } from '../usage-error.ts'
import {
  requireAbove0,
  requireGiven,
  requireLimit,
  requireShare,
  requireTimeLimitMs,
  requireTimeMs,
  requireWhole,
} from './require-option.ts'
import { isRecord, type OptionKinds, requireOptions, shown } from './require-options.ts'
import { settingsAsText } from './settings-as-text.ts'
import type { AutoscaleOption, SimulateOptions, SurfaceOption, TimesOption } from './simulate.ts'

const MOST_PODS = 1000
const MOST_HOSTS = 1000
const MOST_SLOTS = 1_000_000
const MOST_CELLS_A_SIDE = 256
const USUAL_SURFACE: SurfaceGrid = { timeouts: 64, maxIdle: 64 }
const MOST_SEED = 2 ** 31 - 1

const KINDS: OptionKinds<SimulateOptions> = {
  client: 'text',
  settings: 'record',
  pods: 'number',
  hosts: 'number',
  autoscale: 'record',
  seed: 'number',
  rttMs: 'number',
  handshake: 'any',
  service: 'any',
  slots: 'number',
  serverIdleMs: 'number',
  hintMs: 'any',
  requestFailures: 'number',
  dialFailures: 'number',
  fromRun: 'text',
  runs: 'text',
  surface: 'any',
  signal: 'signal',
  onProgress: 'function',
}

const AUTOSCALE_KINDS: OptionKinds<AutoscaleOption> = {
  minPods: 'number',
  maxPods: 'number',
  targetRatePerPod: 'number',
  everyMs: 'number',
  stabilizationMs: 'number',
}
const SURFACE_KINDS: OptionKinds<SurfaceOption> = { timeouts: 'number', maxIdle: 'number' }

/** @throws UsageError naming the option that cannot be followed, and what it accepts */
export function readSimulateOptions(options: SimulateOptions): SimulatedSetup {
  requireOptions(options, KINDS)
  const { client, settings = {}, pods, hosts, autoscale, seed, fromRun, runs = RUNS, surface } = options
  requireWhole('pods', pods, 1, MOST_PODS)
  requireWhole('hosts', hosts, 1, MOST_HOSTS)
  requireWhole('seed', seed, -MOST_SEED - 1, MOST_SEED)
  return {
    client: client === undefined ? null : readClient(client),
    set: settingsAsText(settings),
    system: systemOptions(options),
    pods: pods ?? null,
    hosts: hosts ?? 1,
    autoscale: autoscale === undefined ? null : readAutoscaler(autoscale),
    fromRun: fromRun ?? null,
    root: runs,
    seed: seed ?? null,
    surface: readSurface(surface),
  }
}

function systemOptions(options: SimulateOptions): SystemOptions {
  const { rttMs, handshake, service, slots, serverIdleMs, hintMs, requestFailures, dialFailures } = options
  requireTimeMs('rttMs', rttMs)
  requireLimit('slots', slots, 1, MOST_SLOTS)
  requireTimeLimitMs('serverIdleMs', serverIdleMs)
  requireTimeMs('hintMs', hintMs ?? undefined)
  requireShare('requestFailures', requestFailures)
  requireShare('dialFailures', dialFailures)
  return {
    dial: handshake === undefined ? null : readDial(handshake),
    rttMs: rttMs ?? null,
    service: service === undefined ? null : readTimesOption('service', service),
    slots: slots ?? null,
    serverIdleMs: serverIdleMs ?? null,
    hintMs: hintMs === null ? 'none' : (hintMs ?? null),
    requestFailures: requestFailures ?? null,
    dialFailures: dialFailures ?? null,
  }
}

function readDial(handshake: TimesOption): DialChoice {
  if (typeof handshake === 'string') return readHandshake(handshake)
  return { kind: 'time', dialMs: readTimesOption('handshake', handshake) }
}

function readTimesOption(option: string, times: TimesOption): DistributionSpec {
  if (typeof times === 'string') return readTimes(option, times)
  if (typeof times !== 'number' && !isRecord(times)) {
    throw new UsageError(`${option}: ${shown(times)} is no number of ms, distribution or text`)
  }
  const spec: DistributionSpec = typeof times === 'number' ? { kind: 'deterministic', value: times } : times
  try {
    createDistribution(spec)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${option}: ${error.message}`)
    throw error
  }
  return spec
}

function readAutoscaler(option: AutoscaleOption): AutoscalerSettings {
  requireOptions(option, AUTOSCALE_KINDS, 'autoscale')
  const { minPods, maxPods, targetRatePerPod } = option
  requireGiven('autoscale.minPods', minPods)
  requireGiven('autoscale.maxPods', maxPods)
  requireGiven('autoscale.targetRatePerPod', targetRatePerPod)
  const { everyMs = KUBERNETES_TIMING.everyMs, stabilizationMs = KUBERNETES_TIMING.stabilizationMs } = option
  requireWhole('autoscale.minPods', minPods, 1, MOST_PODS)
  requireWhole('autoscale.maxPods', maxPods, minPods, MOST_PODS)
  requireAbove0('autoscale.targetRatePerPod', targetRatePerPod)
  requireAbove0('autoscale.everyMs', everyMs)
  requireTimeMs('autoscale.stabilizationMs', stabilizationMs)
  return { minPods, maxPods, targetRatePerPod, everyMs, stabilizationMs }
}

function readSurface(surface: boolean | SurfaceOption | undefined): SurfaceGrid | null {
  if (surface === undefined || surface === false) return null
  if (surface === true) return USUAL_SURFACE
  requireOptions(surface, SURFACE_KINDS, 'surface')
  const { timeouts, maxIdle } = surface
  requireGiven('surface.timeouts', timeouts)
  requireGiven('surface.maxIdle', maxIdle)
  requireWhole('surface.timeouts', timeouts, 2, MOST_CELLS_A_SIDE)
  requireWhole('surface.maxIdle', maxIdle, 1, MOST_CELLS_A_SIDE)
  return { timeouts, maxIdle }
}
