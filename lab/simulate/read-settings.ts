import { clients } from '../../models/clients/catalogue.ts'
import type { Client, NativeSetting } from '../../models/clients/client.ts'
import { readNative } from '../../models/clients/dialect/read-native.ts'
import { type PoolSettingName, type PoolSettings, UNLIMITED } from '../../models/pool/settings.ts'
import { nearestName } from '../../models/scenario/nearest-name.ts'
import { UsageError } from '../usage-error.ts'

export interface ChosenSettings {
  readonly settings: PoolSettings
  /** What the client could not be told, one sentence each. */
  readonly notes: readonly string[]
}

/** One thing that `--set` can name. */
interface Settable {
  readonly name: PoolSettingName
  readonly setting: NativeSetting
}

const settingNames = Object.keys(UNLIMITED) as PoolSettingName[]

/**
 * Settings with what `--set` says put over them, the last word counting.
 *
 * @param assignments values of `--set`: `name=value`, or several set apart by commas; names are the canonical
 * ones, with or without `Ms`, or the client's own
 * @throws UsageError when a name is unknown or a value cannot be read
 */
export function readSettings(
  assignments: readonly string[],
  client: Client,
  base: PoolSettings,
): ChosenSettings {
  const chosen: Partial<Record<PoolSettingName, number>> = {}
  for (const text of assignments.flatMap((value) => value.split(','))) {
    const at = text.lastIndexOf('=')
    const written = text.slice(0, Math.max(0, at)).trim()
    if (written === '') {
      throw new UsageError(`--set: '${text}' is not of the form name=value, such as idleTimeout=90s`)
    }
    const { name, setting } = findSettable(written, client)
    chosen[name] = readValue(setting, text.slice(at + 1), name)
  }
  const settings = { ...base, ...chosen }
  return { settings, notes: [...unsettable(chosen, client), ...overallCaps(chosen, client)] }
}

function readValue(setting: NativeSetting, text: string, name: PoolSettingName): number {
  try {
    return readNative(setting, text, name)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--set: ${error.message}`)
    throw error
  }
}

function findSettable(written: string, client: Client): Settable {
  const found = canonicalSettable(written) ?? nativeSettable(written, client)
  if (found !== null) return found
  const own = settingNames.flatMap((name) => client.native[name]?.name ?? [])
  const known = [...settingNames.map(withoutUnit), ...own]
  throw new UsageError(
    `--set: ${client.title} has no setting '${written}'; ${suggestion(written, known)}` +
      `there are ${settingNames.map(withoutUnit).join(', ')}; ` +
      (own.length === 0 ? 'it has no names of its own' : `in its own words ${own.join(', ')}`),
  )
}

function suggestion(written: string, known: readonly string[]): string {
  const nearest = nearestName(written, known)
  if (nearest !== null) return `did you mean ${nearest}? `
  for (const other of clients) {
    const name = nativeSettable(written, other)?.name
    if (name !== undefined) return `${other.title} calls ${withoutUnit(name)} that; `
  }
  return ''
}

function canonicalSettable(written: string): Settable | null {
  const name = settingNames.find((each) => each === written || withoutUnit(each) === written)
  if (name === undefined) return null
  const unit = !name.endsWith('Ms') ? 'count' : written === name ? 'ms' : 'duration'
  return { name, setting: { name: written, unit } }
}

function nativeSettable(written: string, client: Client): Settable | null {
  for (const name of settingNames) {
    const setting = client.native[name]
    if (setting?.name === written) return { name, setting }
  }
  return null
}

function unsettable(chosen: Partial<PoolSettings>, client: Client): string[] {
  return settingNames
    .filter((name) => chosen[name] !== undefined && chosen[name] !== client.defaults[name])
    .filter((name) => client.native[name] === undefined)
    .map((name) => `${client.title} has no setting for ${withoutUnit(name)}: it is simulated as if it had.`)
}

/** What a client does over all hosts together can make a setting of each host idle. */
function overallCaps(chosen: Partial<PoolSettings>, client: Client): string[] {
  const { maxIdle, maxConns } = client.policy.allHosts
  const notes: string[] = []
  if ((chosen.maxIdlePerHost ?? 0) > maxIdle) {
    notes.push(`${client.title} keeps at most ${maxIdle} idle connections to all hosts together.`)
  }
  if ((chosen.maxConnsPerHost ?? 0) > maxConns) {
    notes.push(`${client.title} opens at most ${maxConns} connections to all hosts together.`)
  }
  return notes
}

function withoutUnit(name: PoolSettingName): string {
  return name.replace(/Ms$/, '')
}
