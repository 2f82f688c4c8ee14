/** Settings that a minute is sent through: those in force, or those that a run recommended. */
export type RealTimeSide = 'today' | 'recommended'

/** How a schedule is sent in real time. */
export interface RealTimePlan {
  /** What is measured, and kept, at a time; a minute, in ms. The last one may be shorter. */
  readonly minuteMs: number
  /** How much of the schedule is sent, from its start, in ms. */
  readonly scheduleMs: number
  /** How the sides alternate; `null` where there is one side, today's. */
  readonly blocks: AlternatingBlocks | null
}

export interface AlternatingBlocks {
  /** Minutes in a row that a side gets, through a pool that begins with them. */
  readonly minutes: number
  /** So many of them, the first ones, in which the pool fills: they are sent, and left out of the comparison. */
  readonly settling: number
}

/** A minute of the plan. */
export interface PlannedMinute {
  /** From 0. */
  readonly minute: number
  readonly fromMs: number
  readonly toMs: number
  readonly side: RealTimeSide
  /** Of the alternation, from 0; 0 where there is none. */
  readonly block: number
  /** Whether it is left out of the comparison. */
  readonly isSettling: boolean
}

/** A wish; lengths in ms. */
export interface WantedRealTime {
  readonly scheduleMs: number
  /** How much of it to send; all unless told. */
  readonly forMs: number | null
  readonly sides: 1 | 2
  /** What is measured at a time; a minute unless told. */
  readonly minuteMs?: number
}

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
const USUAL_BLOCK = 10
const LEAST_BLOCK = 2
/** A short run has shorter blocks, so that it has some pairs. */
const WANTED_BLOCKS = 12
const SETTLING_SHARE = 0.2

/**
 * Blocks are of 10 minutes, or a twelfth of a shorter run, but at least of 2; a fifth of each, at least a minute, is for
 * its pool to fill.
 */
export function planRealTime({
  scheduleMs,
  forMs,
  sides,
  minuteMs = MINUTE_MS,
}: WantedRealTime): RealTimePlan {
  const sentMs = Math.min(scheduleMs, forMs ?? scheduleMs)
  const plan = { minuteMs, scheduleMs: sentMs, blocks: null }
  if (sides === 1) return plan
  const twelfth = Math.floor(minutesIn(plan) / WANTED_BLOCKS)
  const minutes = Math.min(USUAL_BLOCK, Math.max(LEAST_BLOCK, twelfth))
  return { ...plan, blocks: { minutes, settling: Math.max(1, Math.floor(SETTLING_SHARE * minutes)) } }
}

/** How many there are, the last one included, which may be shorter. */
export function minutesIn({ scheduleMs, minuteMs }: RealTimePlan): number {
  return Math.ceil(scheduleMs / minuteMs)
}

/**
 * Blocks come in pairs, one of each side; which goes first follows the Thue–Morse sequence (ABBABAAB…), so that a drift,
 * linear or quadratic, favours neither.
 */
export function plannedMinute({ minuteMs, scheduleMs, blocks }: RealTimePlan, minute: number): PlannedMinute {
  const span = { minute, fromMs: minute * minuteMs, toMs: Math.min((minute + 1) * minuteMs, scheduleMs) }
  if (blocks === null) return { ...span, side: 'today', block: 0, isSettling: false }
  const block = Math.floor(minute / blocks.minutes)
  const todayFirst = thueMorse(Math.floor(block / 2)) === 0
  return {
    ...span,
    side: (block % 2 === 0) === todayFirst ? 'today' : 'recommended',
    block,
    isSettling: minute % blocks.minutes < blocks.settling,
  }
}

/** The day of the schedule, from 1, that a minute is of. */
export function dayOf({ minuteMs }: RealTimePlan, minute: number): number {
  return 1 + Math.floor((minute * minuteMs) / DAY_MS)
}

/** The n-th term: the parity of the ones in n. */
function thueMorse(n: number): 0 | 1 {
  let parity = 0
  for (let rest = n; rest > 0; rest >>= 1) parity ^= rest & 1
  return parity as 0 | 1
}
