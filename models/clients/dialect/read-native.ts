import type { PoolSettingName } from '../../pool/settings.ts'
import type { NativeSetting } from '../client.ts'

/**
 * The canonical number (ms or count) for a value as a user of the client writes it.
 *
 * Read in this order: the setting's special values (`0` also as `0s`); `Infinity` and `unlimited`, in any
 * case, for no limit; a number in the setting's own unit; for times, amounts with units, from `ns` to `d`,
 * largest first (`90s`, `1m30s`, `1.5h`, `500 ms`). Digits may be set apart by underscores: `55_000`. The setting's
 * offset is added to such a number.
 *
 * @throws RangeError where the value cannot be read, is outside the range of the canonical setting, or is a
 * time without a unit that needs one; its message says what is accepted
 */
export function readNative(setting: NativeSetting, text: string, canonicalName: PoolSettingName): number {
  const written = text.trim()
  const special = specialMeaning(setting, written)
  if (special !== undefined) return special
  if (/^(infinity|unlimited)$/i.test(written)) return Infinity
  const number = setting.unit === 'count' ? readNumber(written) : readTimeMs(setting.unit, written)
  const value = number + (setting.offset ?? 0)
  const wrong = problem(setting, canonicalName, written, value)
  if (wrong === null) return value
  throw new RangeError(`${setting.name} '${text}' ${wrong}. ${accepted(setting, canonicalName)}`)
}

/** Nothing but 0 is the same in every unit, so a special 0 may be written with one. */
function specialMeaning({ special, unit }: NativeSetting, written: string): number | undefined {
  if (special === undefined) return undefined
  const plain = written.toLowerCase()
  const key = Object.keys(special).find((candidate) => candidate.toLowerCase() === plain)
  if (key !== undefined) return special[key]
  const value = unit === 'count' ? readNumber(written) : readTimeMs('ms', written)
  return value === 0 ? special['0'] : undefined
}

/** NaN where it is none. */
function readNumber(written: string): number {
  return /^-?\d+(_\d+)*(\.\d+)?$/.test(written) ? Number(written.replaceAll('_', '')) : NaN
}

const unitsMs: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
}

const amount = String.raw`(\d+(?:_\d+)*(?:\.\d+)?)\s*(d|h|ms|m|s|us|µs|ns)(?![a-zµ])\s*`

/** In ms; NaN where it is no time, or a bare number other than 0 whose unit is `duration`. */
function readTimeMs(unit: 'ms' | 's' | 'duration', written: string): number {
  const bare = readNumber(written)
  if (!Number.isNaN(bare)) return unit === 'duration' && bare !== 0 ? NaN : bare * (unit === 's' ? 1000 : 1)
  if (!new RegExp(`^(${amount})+$`).test(written)) return NaN
  let totalMs = 0
  let smallestMs = Infinity
  for (const [, digits, name] of written.matchAll(new RegExp(amount, 'g'))) {
    const unitMs = unitsMs[name as string] as number
    if (unitMs >= smallestMs) return NaN
    smallestMs = unitMs
    totalMs += readNumber(digits as string) * unitMs
  }
  return Number(totalMs.toPrecision(15))
}

/** The least value of each setting; `above` where that value itself is not accepted. */
const ranges: Readonly<Record<PoolSettingName, { readonly least: number; readonly above: boolean }>> = {
  idleTimeoutMs: { least: 0, above: true },
  maxIdlePerHost: { least: 0, above: false },
  maxConnsPerHost: { least: 1, above: false },
  maxLifetimeMs: { least: 0, above: true },
  maxRequestsPerConn: { least: 1, above: false },
  waitTimeoutMs: { least: 0, above: false },
  maxWaiting: { least: 0, above: false },
}

/** What is wrong with the value, as the rest of a sentence, or `null`. */
function problem(
  { unit }: NativeSetting,
  name: PoolSettingName,
  written: string,
  value: number,
): string | null {
  if (Number.isNaN(value)) {
    if (unit === 'duration' && !Number.isNaN(readNumber(written))) return 'has no unit'
    return unit === 'count' ? 'is not a number' : 'is not a time'
  }
  if (unit === 'count' && !Number.isInteger(value)) return 'is not a whole number'
  const { least, above } = ranges[name]
  return value < least || (above && value === least) ? 'is too small' : null
}

function accepted({ unit, special, offset = 0 }: NativeSetting, name: PoolSettingName): string {
  const { least, above } = ranges[name]
  const bound = `${above ? 'above' : 'from'} ${least - offset}`
  const forms = {
    count: `a whole number ${bound}`,
    ms: `ms as a bare number ${bound}, or a time with units such as 90s or 1m30s`,
    s: `seconds as a bare number ${bound}, or a time with units such as 90s or 1m30s`,
    duration: `a time with units ${bound}, such as 90s, 1m30s or 500ms`,
  }
  const specials = Object.entries(special ?? {}).map(
    ([text, value]) => `${text} (which means ${meaning(value, name)})`,
  )
  return `Accepted: ${[forms[unit], ...specials, 'unlimited'].join('; ')}.`
}

function meaning(value: number, name: PoolSettingName): string {
  if (value === Infinity) return 'no limit'
  return name.endsWith('Ms') ? `${value} ms` : String(value)
}
