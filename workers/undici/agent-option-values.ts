import { type DurationText, parseDuration } from '../../models/scenario/duration.ts'
import { nearestName } from '../../models/scenario/nearest-name.ts'

/** A length of time: ms, or text such as `30s` or `1.5m`. */
export type AgentDuration = number | DurationText

/** @throws RangeError when it is no length of time from `least` on */
export function durationMs(option: string, value: unknown, least: number): number {
  const ms = typeof value === 'string' ? parseDuration(value) : value
  if (typeof ms === 'number' && ms >= least) return ms
  const range = least === 0 ? '0 or more' : 'above 0'
  throw refused(option, `${range}: ms, text such as '30s', or Infinity`, value)
}

/** @throws RangeError when it is neither a whole number from `least` on nor Infinity */
export function count(option: string, value: unknown, least: number): number {
  if (value === Infinity || (Number.isSafeInteger(value) && (value as number) >= least))
    return value as number
  throw refused(option, `a whole number from ${least}, or Infinity`, value)
}

/** @throws RangeError when it is none of the values */
export function oneOf<Value extends string>(option: string, value: unknown, values: readonly Value[]): Value {
  const found = values.find((each) => each === value)
  if (found === undefined) throw refused(option, `one of ${values.join(', ')}`, value)
  return found
}

export function refused(option: string, range: string, value: unknown): RangeError {
  const written = typeof value === 'string' ? `'${value}'` : String(value)
  return new RangeError(`${option} must be ${range}; it is ${written}`)
}

/**
 * @param elsewhere what a name that others use is called here, or `null`
 * @throws RangeError when there is an option of another name, with the one that was probably meant
 */
export function expectNames(
  options: object,
  names: readonly string[],
  prefix = '',
  elsewhere: (name: string) => string | null = () => null,
): void {
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue
    const meant = elsewhere(name) ?? nearestName(name, names)
    throw new RangeError(
      `there is no option ${prefix}${name}${meant === null ? '' : `; did you mean ${prefix}${meant}?`}`,
    )
  }
}
