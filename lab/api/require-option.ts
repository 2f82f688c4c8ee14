import { UsageError } from '../usage-error.ts'
import { shown } from './require-options.ts'

/** @throws UsageError when a value is given that is no whole number from min to max */
export function requireWhole(option: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= min && value <= max)) return
  throw new UsageError(`${option}: ${shown(value)} is no whole number from ${min} to ${max}`)
}

/** The same, or Infinity for no limit. */
export function requireLimit(option: string, value: number | undefined, min: number, max: number): void {
  if (value === Infinity) return
  requireWhole(option, value, min, max)
}

/** @throws UsageError when a value is given that is no length of time in ms, finite and at least 0 */
export function requireTimeMs(option: string, value: number | undefined): void {
  if (value === undefined || (isNumber(value) && value >= 0 && value < Infinity)) return
  throw new UsageError(`${option}: ${shown(value)} is no length of time: a number of ms, 0 or more`)
}

/** The same above 0, or Infinity for never. */
export function requireTimeLimitMs(option: string, value: number | undefined): void {
  if (value === undefined || (isNumber(value) && value > 0)) return
  throw new UsageError(`${option}: ${shown(value)} is no number of ms above 0; Infinity is no limit`)
}

/** @throws UsageError when a value is given that is no share from 0 to 1 */
export function requireShare(option: string, value: number | undefined): void {
  if (value === undefined || (isNumber(value) && value >= 0 && value <= 1)) return
  throw new UsageError(`${option}: ${shown(value)} is no share from 0 to 1, such as 0.05`)
}

/** @throws UsageError when a value is given that is no number above 0 */
export function requireAbove0(option: string, value: number | undefined): void {
  if (value === undefined || (isNumber(value) && value > 0 && value < Infinity)) return
  throw new UsageError(`${option}: ${shown(value)} is no number above 0`)
}

/** @throws UsageError when a value is given that is none of those known */
export function requireOneOf(option: string, value: string | undefined, known: readonly string[]): void {
  if (value === undefined || known.includes(value)) return
  throw new UsageError(`${option}: ${shown(value)} is none of ${known.join(', ')}`)
}

/** @throws UsageError when a value is given that is neither true or false nor text */
export function requireFlagOrText(option: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean' || typeof value === 'string') return
  throw new UsageError(`${option}: ${shown(value)} is neither true or false nor text`)
}

/** @throws UsageError when a value that has to be there is not */
export function requireGiven(option: string, value: unknown): void {
  if (value === undefined) throw new UsageError(`${option} is missing`)
}

/** Callers in JavaScript may give anything. */
function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}
