import { createDistribution } from '../../models/simulate/create-distribution.ts'
import { readSystem, type StoredSystemModel, type SystemModel } from '../../models/simulate/system-model.ts'
import { UsageError } from '../usage-error.ts'
import { type DialChoice, handshakeOf } from './read-handshake.ts'
import type { SystemOptions } from './read-options.ts'
import { shopSystem, type ShopSystem } from './shop-system.ts'
import type { Traffic } from './traffic.ts'

export interface ChosenSystem {
  readonly system: SystemModel
  /** In place of the system's service times, where the trace's own are used; in ms, one for each arrival. */
  readonly recordedServiceMs: Float64Array | null
  readonly notes: readonly string[]
}

/**
 * The server and the way to it: what the options say; else what an earlier run fitted; else the service times that
 * the trace holds, and the built-in shop for a scenario with it; else no round trip, no TLS, no queue, and a server
 * that never closes a connection.
 *
 * @throws UsageError when nothing says how long requests take to serve
 */
export function chooseSystem(
  options: SystemOptions,
  traffic: Pick<Traffic, 'scenario' | 'recordedServiceMs'>,
  fitted: StoredSystemModel | null,
): ChosenSystem {
  const { recordedServiceMs } = traffic
  const usesRecorded = recordedServiceMs !== null && options.service === null && fitted === null
  const base = fitted === null ? assumedSystem(options, traffic) : readSystem(fitted)
  return {
    system: overlay(base, options),
    recordedServiceMs: usesRecorded ? recordedServiceMs : null,
    notes: recordedServiceMs !== null && !usesRecorded ? [unusedNote(options)] : [],
  }
}

function unusedNote({ service }: SystemOptions): string {
  return `The service times in the trace are not used: ${service === null ? '--from-run' : '--service'} says others.`
}

function assumedSystem(
  options: SystemOptions,
  { scenario, recordedServiceMs }: Pick<Traffic, 'scenario' | 'recordedServiceMs'>,
): SystemModel {
  const target = scenario?.target
  const shop =
    scenario !== null && target !== undefined && 'builtin' in target && target.builtin === 'shop'
      ? shopSystem(target, scenario.requests)
      : null
  if (options.service === null && recordedServiceMs === null && shop === null) {
    throw new UsageError(
      `how long a request takes to serve is not known: ${scenario === null ? 'give every row a serviceMs' : 'the target is not the built-in one'}, ` +
        'or say --service 20ms, --service lognormal:mean=20ms,p99=80ms, or --from-run <run>',
    )
  }
  return systemOf(shop ?? BARE_SYSTEM)
}

const BARE_SYSTEM: ShopSystem = {
  rttMs: 0,
  dial: handshakeOf('none'),
  service: { kind: 'deterministic', value: 0 },
  slots: Infinity,
  serverIdleMs: Infinity,
  hintMs: null,
}

function systemOf({ rttMs, dial, service, slots, serverIdleMs, hintMs }: ShopSystem): SystemModel {
  return {
    rttMs,
    ...dialParts(dial),
    dialExclusiveMs: 0,
    serviceMs: createDistribution(service),
    slots,
    serverIdleTimeoutMs: serverIdleMs,
    hintMs,
  }
}

function dialParts(dial: DialChoice): Pick<SystemModel, 'dialMs' | 'handshake'> {
  if (dial.kind === 'time') return { dialMs: createDistribution(dial.dialMs) }
  return { dialMs: createDistribution({ kind: 'deterministic', value: 0 }), handshake: dial.model }
}

function overlay(base: SystemModel, options: SystemOptions): SystemModel {
  const requestShare = options.requestFailures ?? base.failures?.requestShare ?? 0
  const dialShare = options.dialFailures ?? base.failures?.dialShare ?? 0
  return {
    rttMs: options.rttMs ?? base.rttMs,
    ...dialOf(base, options.dial),
    serviceMs: options.service === null ? base.serviceMs : createDistribution(options.service),
    slots: options.slots ?? base.slots,
    serverIdleTimeoutMs: options.serverIdleMs ?? base.serverIdleTimeoutMs,
    hintMs: options.hintMs === null ? base.hintMs : options.hintMs === 'none' ? null : options.hintMs,
    ...(requestShare > 0 || dialShare > 0 ? { failures: { requestShare, dialShare } } : {}),
  }
}

function dialOf(
  { dialMs, handshake, dialExclusiveMs }: SystemModel,
  choice: DialChoice | null,
): Pick<SystemModel, 'dialMs' | 'handshake' | 'dialExclusiveMs'> {
  if (choice !== null) return { ...dialParts(choice), dialExclusiveMs: 0 }
  return { dialMs, dialExclusiveMs, ...(handshake === undefined ? {} : { handshake }) }
}
