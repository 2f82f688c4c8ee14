import type { NativeSetting } from '../../models/clients/client.ts'
import type { PoolSettingName } from '../../models/pool/settings.ts'

const DAY_MS = 86_400_000

/** A canonical value for people: `90 s`, `24 days`, `500 ms`, `64`, `no limit`. */
export function settingValueText(name: PoolSettingName, value: number): string {
  if (value === Infinity) return 'no limit'
  return name.endsWith('Ms') ? timeText(value) : String(value)
}

/** A time in the largest unit that needs no fraction: seconds up to two minutes, then minutes, hours and days. */
export function timeText(ms: number): string {
  if (ms < 1000 && ms !== 0) return `${ms} ms`
  if (ms < 120_000 || ms % 60_000 !== 0) return `${ms / 1000} s`
  if (ms < 2 * 3_600_000 && ms !== 3_600_000) return `${ms / 60_000} min`
  if (ms < 2 * DAY_MS || ms % DAY_MS !== 0)
    return ms % 3_600_000 === 0 ? `${ms / 3_600_000} h` : `${ms / 60_000} min`
  return `${ms / DAY_MS} days`
}

/**
 * A canonical value as a user of the client writes it, so that `readNative` reads it back: `55s`, `55000`, `64`; a special
 * value of the setting where it stands for no limit, else `unlimited`.
 */
export function nativeValueText({ unit, special, offset = 0 }: NativeSetting, value: number): string {
  if (value === Infinity)
    return Object.entries(special ?? {}).find(([, meaning]) => meaning === Infinity)?.[0] ?? 'unlimited'
  const written = value - offset
  if (unit === 's') return String(written / 1000)
  return unit === 'duration' ? durationText(written) : String(written)
}

function durationText(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}
