import type { Client, NativeSetting } from '../../models/clients/client.ts'
import { type PoolSettingName, UNLIMITED } from '../../models/pool/settings.ts'
import { settingValueText } from './setting-value-text.ts'

export const settingNames = Object.keys(UNLIMITED) as PoolSettingName[]

/** A setting as people call it, and as `--set` takes it: without its unit. */
export function canonicalName(name: PoolSettingName): string {
  return name.replace(/Ms$/, '')
}

export const settingHead: readonly string[] = [
  'Setting',
  'In its own words',
  'Unit',
  'Default',
  'Values that mean something else',
  'Earlier defaults',
]

/** A row of Markdown cells for each canonical setting that the client has, or that limits it without being settable. */
export function settingRows(client: Client): string[][] {
  return settingNames
    .filter(
      (name) =>
        client.native[name] !== undefined ||
        client.defaults[name] !== Infinity ||
        former(client, name) !== '',
    )
    .map((name) => {
      const native = client.native[name]
      return [
        `\`${canonicalName(name)}\``,
        native === undefined ? 'cannot be set' : `\`${native.name}\``,
        native === undefined ? '' : unitText(native),
        settingValueText(name, client.defaults[name]),
        native === undefined ? '' : specialText(name, native),
        former(client, name),
      ]
    })
}

const units: Readonly<Record<NativeSetting['unit'], string>> = {
  count: 'a count',
  ms: 'ms',
  s: 's',
  duration: 'a time with its unit',
}

function unitText({ unit, offset = 0 }: NativeSetting): string {
  return offset === 0 ? units[unit] : `${units[unit]}; ${offset} more is allowed than is written`
}

function specialText(name: PoolSettingName, { special }: NativeSetting): string {
  return Object.entries(special ?? {})
    .map(([written, meaning]) => `\`${written}\`: ${settingValueText(name, meaning)}`)
    .join('; ')
}

function former(client: Client, name: PoolSettingName): string {
  return client.formerDefaults
    .flatMap(({ versions, settings }) => {
      const value = settings[name]
      return value === undefined ? [] : [`${settingValueText(name, value)} (${versions})`]
    })
    .join('; ')
}
