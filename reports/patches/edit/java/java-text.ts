import { A_YEAR_MS } from '../../../../models/clients/dialect/a-year.ts'
import { javaDuration } from '../../../../models/clients/dialect/java-duration.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { SourceWish } from '../syntax/lezer-tree-field.ts'
import { countWish, msOf, timeWish } from '../syntax/lezer-tree-wish.ts'
import { type JavaFile, usableName } from './java-file.ts'

const types = {
  Duration: 'java.time.Duration',
  TimeValue: 'org.apache.hc.core5.util.TimeValue',
  Timeout: 'org.apache.hc.core5.util.Timeout',
}

/** A time as this file can write it; no limit is a year. */
export function timeText(file: JavaFile, ms: number, type: keyof typeof types): string {
  return javaDuration(ms, type).replace(type, usableName(file, types[type]))
}

/** A time of a type; no limit is a year. `ifAbsentMs` NaN where it is not known. */
export function javaTime(
  file: JavaFile,
  name: string,
  type: keyof typeof types,
  { wantedMs, ifAbsentMs }: { readonly wantedMs: number; readonly ifAbsentMs: number },
): SourceWish {
  const write = (ms: number) => timeText(file, ms, type)
  return timeWish({ name, wantedMs, ifAbsentMs, longestMs: A_YEAR_MS, write })
}

/** A time that must not be shorter than wanted; it need not be set. */
export function atLeast(
  file: JavaFile,
  name: string,
  type: keyof typeof types,
  wantedMs: number,
): SourceWish {
  const longMs = roundDown(wantedMs, A_YEAR_MS)
  return {
    name,
    holds: (value) => value === undefined || msOf(value) >= longMs,
    write: () => timeText(file, wantedMs, type),
    isCompanion: true,
  }
}

/** A count that is an int; `Integer.MAX_VALUE` is no limit. */
export function javaCount(name: string, wanted: number, ifAbsent: number): SourceWish {
  return countWish({ name, wanted, ifAbsent, largest: LARGEST_INT, unlimited: 'Integer.MAX_VALUE' })
}
