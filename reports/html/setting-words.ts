import type { PoolSettingName, StoredPoolSettings } from '../../models/pool/settings.ts'

/** A setting as people call it: without its unit. */
export function settingName(name: PoolSettingName): string {
  return name.replace(/Ms$/, '')
}

/** Its value with its unit. */
export function settingValue(name: PoolSettingName, value: number | null): string {
  if (value === null) return 'no\u00a0limit'
  return name.endsWith('Ms') ? `${value / 1000}\u00a0s` : String(value)
}

/** Those that kneepoint recommends, and others that the two differ in. */
export function shownSettings(before: StoredPoolSettings, after: StoredPoolSettings): PoolSettingName[] {
  const names = Object.keys(before) as PoolSettingName[]
  return names.filter((name) => always.includes(name) || before[name] !== after[name])
}

const always: readonly PoolSettingName[] = ['idleTimeoutMs', 'maxIdlePerHost', 'maxConnsPerHost']

/** What is to be set otherwise than today, in a few words; empty where nothing is. */
export function changedSettings(before: StoredPoolSettings, after: StoredPoolSettings): string[] {
  return shownSettings(before, after)
    .filter((name) => before[name] !== after[name])
    .map((name) => `${settingName(name)}\u00a0${settingValue(name, after[name])}`)
}
