import type { PoolSettingName, PoolSettings } from '../../pool/settings.ts'
import type { Client } from '../client.ts'
import { reusesConnections } from './reuses-connections.ts'

/** Where a setting cannot be expressed, what to do in its place: the end of a sentence, without its full stop. */
type Workarounds = Partial<Record<PoolSettingName, string>>

type Settable = Pick<Client, 'title' | 'defaults' | 'native'>

/**
 * One sentence for each setting that the client has no name for and that asks for something else than what
 * the client always does. Settings that have no effect beside the others are passed over.
 */
export function unsettableNotes(
  settings: PoolSettings,
  client: Settable,
  workarounds: Workarounds,
): string[] {
  const notes: string[] = []
  for (const name of effectiveSettings(settings)) {
    if (client.native[name] !== undefined || settings[name] === client.defaults[name]) continue
    const workaround = workarounds[name]
    const ending = workaround === undefined ? '' : `: ${workaround}`
    notes.push(`${client.title} has no setting for ${asked(name, settings[name])}${ending}.`)
  }
  return notes
}

function effectiveSettings(settings: PoolSettings): PoolSettingName[] {
  const names: PoolSettingName[] = []
  if (reusesConnections(settings)) {
    names.push('idleTimeoutMs', 'maxLifetimeMs', 'maxRequestsPerConn')
    if (settings.maxIdlePerHost < settings.maxConnsPerHost) names.push('maxIdlePerHost')
  }
  if (settings.maxConnsPerHost !== Infinity) names.push('maxConnsPerHost', 'waitTimeoutMs')
  if (settings.maxConnsPerHost !== Infinity && settings.waitTimeoutMs > 0) names.push('maxWaiting')
  return names
}

function asked(name: PoolSettingName, value: number): string {
  const plainName = name.replace(/Ms$/, '')
  if (value === Infinity) return `an unlimited ${plainName}`
  return `${plainName} ${value}${name.endsWith('Ms') ? ' ms' : ''}`
}
