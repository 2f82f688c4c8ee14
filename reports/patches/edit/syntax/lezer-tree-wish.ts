import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { SourceTime, SourceValue, SourceWish } from './lezer-tree-field.ts'

/** A count, and how the language writes it. */
export interface CountWish {
  readonly name: string
  readonly wanted: number
  /** What the client does without it; NaN where that is not known. */
  readonly ifAbsent: number
  /** The largest that is written; as much and more is no limit. */
  readonly largest: number
  /** The client's word for no limit. */
  readonly unlimited: string
  readonly text?: (count: number) => string
  /** What a value of the client's own means, such as a 0 or a `None` for no limit. */
  readonly special?: (value: SourceValue) => number | undefined
}

export function countWish(count: CountWish): SourceWish {
  const { name, largest, ifAbsent, unlimited, special = () => undefined, text = String } = count
  const isUnlimited = count.wanted === Infinity
  const wanted = isUnlimited ? Infinity : roundDown(count.wanted, largest)
  const holds = (value: SourceValue | undefined): boolean => {
    const written = value === undefined ? ifAbsent : (special(value) ?? value)
    if (typeof written !== 'number') return false
    return isUnlimited ? written >= largest : written === wanted
  }
  return { name, holds, write: () => (isUnlimited ? unlimited : text(wanted)), isCompanion: false }
}

/** A time, and how the language writes it. */
export interface TimeWish {
  readonly name: string
  readonly wantedMs: number
  /** What the client does without it, in ms; NaN where that is not known. */
  readonly ifAbsentMs: number
  /** The longest that is written, in ms, which stands for no limit; as much and more is none. */
  readonly longestMs: number
  /** @param ms whole; `Infinity` for no limit */
  readonly write: SourceTimeWriter
}

type SourceTimeWriter = (ms: number, replaced: { readonly text: string } | null) => string

export function timeWish({ name, wantedMs, ifAbsentMs, longestMs, write }: TimeWish): SourceWish {
  const ms = wantedMs === Infinity ? Infinity : roundDown(wantedMs, longestMs)
  const holds = (value: SourceValue | undefined): boolean => {
    const writtenMs = value === undefined ? ifAbsentMs : msOf(value)
    return ms === Infinity ? writtenMs >= longestMs : writtenMs === ms
  }
  return { name, holds, write: (replaced) => write(ms, replaced), isCompanion: false }
}

/** NaN for what is no time. */
export function msOf(value: SourceValue | undefined): number {
  return isTime(value) ? value.ms : NaN
}

function isTime(value: SourceValue | undefined): value is SourceTime {
  return typeof value === 'object' && value !== null
}

/** A wish that only helps the others. */
export function companion(
  name: string,
  holds: (value: SourceValue | undefined) => boolean,
  text: string,
): SourceWish {
  return { name, holds, write: () => text, isCompanion: true }
}

/** A wish for one text. */
export function plainWish(
  name: string,
  holds: (value: SourceValue | undefined) => boolean,
  text: string,
): SourceWish {
  return { name, holds, write: () => text, isCompanion: false }
}
