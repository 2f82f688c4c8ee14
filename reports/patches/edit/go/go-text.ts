import { A_YEAR_MS } from '../../../../models/clients/dialect/a-year.ts'
import { goDuration } from '../../../../models/clients/dialect/go-duration.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { LONGEST_DURATION_MS } from '../../../../models/clients/dialect/longest-duration.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { GoValue } from './go-constant.ts'
import { type GoFile, usableName } from './go-file.ts'

/** What a field without a value is, or one that is no number where one is due. */
type Written = GoValue | undefined

const NS_PER_MS = 1_000_000n

/** A time in nanoseconds, whole milliseconds as goDuration writes it; no limit is a year. */
function wantedNs(ms: number): bigint {
  return BigInt(roundDown(ms === Infinity ? A_YEAR_MS : ms, LONGEST_DURATION_MS)) * NS_PER_MS
}

/** Whether a written time says what is wanted; one of a year or more says that there is no limit. */
export function saysTime(written: Written, ms: number): boolean {
  if (typeof written !== 'bigint') return false
  return ms === Infinity ? written >= wantedNs(ms) : written === wantedNs(ms)
}

/** Whether a written count says what is wanted; 2^31 − 1 or more says that there is no limit. */
export function saysCount(written: Written, count: number): boolean {
  if (typeof written !== 'bigint') return false
  return count === Infinity ? written >= BigInt(LARGEST_INT) : written === BigInt(wholeGoCount(count))
}

function wholeGoCount(count: number): number {
  return roundDown(count, Number.MAX_SAFE_INTEGER)
}

/**
 * A time as this file can write it: with `time`, if it imports it, and else as nanoseconds, since an untyped constant
 * such as `55 * 1e9` is one of time.Duration as well. No limit is a year.
 */
export function timeText(file: GoFile, ms: number, operator: ' * ' | '*' = ' * '): string {
  const finiteMs = ms === Infinity ? A_YEAR_MS : ms
  const name = usableName(file, 'time')
  if (name !== null) return goDuration(finiteMs, operator).replace('time.', `${name}.`)
  const wholeMs = roundDown(finiteMs, LONGEST_DURATION_MS)
  return wholeMs % 1000 === 0 ? `${wholeMs / 1000}${operator}1e9` : `${wholeMs}${operator}1e6`
}

/** A count; no limit is the largest number that an `int` of every build holds. */
export function countText(file: GoFile, count: number): string {
  if (count !== Infinity) return String(wholeGoCount(count))
  const name = usableName(file, 'math')
  return name === null ? '1<<31 - 1' : `${name}.MaxInt32`
}
