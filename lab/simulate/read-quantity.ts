import { parseDuration } from '../../models/scenario/duration.ts'
import { UsageError } from '../usage-error.ts'

const UNLIMITED_WORDS = /^(infinity|unlimited|never)$/i

/**
 * A length of time as an option has it: `8ms`, `1.5s`, `0`.
 *
 * @param option its name, for the message
 * @returns ms, ≥ 0
 * @throws UsageError when it is none
 */
export function readTimeMs(option: string, text: string): number {
  const written = text.trim()
  const isBare = /^\d+(\.\d+)?$/.test(written)
  if (isBare && Number(written) === 0) return 0
  if (isBare) throw new UsageError(`${option}: '${written}' has no unit: write ${written}ms or ${written}s`)
  const ms = parseDuration(written)
  if (ms !== null) return ms
  throw new UsageError(`${option}: '${text}' is no length of time, such as 8ms, 1.5s or 5m`)
}

/** The same above 0, or Infinity for `unlimited`, `Infinity` and `never`. */
export function readTimeLimitMs(option: string, text: string): number {
  if (UNLIMITED_WORDS.test(text.trim())) return Infinity
  const ms = readTimeMs(option, text)
  if (ms > 0) return ms
  throw new UsageError(`${option}: '${text}' must be above 0; 'never' is no limit`)
}

/**
 * A whole number as an option has it.
 *
 * @throws UsageError when it is none, or outside [min, max]
 */
export function readCount(option: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\s*-?\d+\s*$/.test(text) && value >= min && value <= max) return value
  throw new UsageError(`${option}: '${text}' is no whole number from ${min} to ${max}`)
}

/** The same, or Infinity for `unlimited` and `Infinity`. */
export function readCountLimit(option: string, text: string, min: number, max: number): number {
  return UNLIMITED_WORDS.test(text.trim()) ? Infinity : readCount(option, text, min, max)
}

/**
 * A share as an option has it: `0.1%` or `0.001`.
 *
 * @returns in [0, 1]
 * @throws UsageError when it is none
 */
export function readShare(option: string, text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(text)
  const share = Number(match?.[1]) / (match?.[2] === '%' ? 100 : 1)
  if (share >= 0 && share <= 1) return share
  throw new UsageError(`${option}: '${text}' is no share from 0 to 1 (or 0% to 100%), such as 0.1% or 0.001`)
}
