import { median } from '../statistics/median.ts'
import type { TimeSeries } from './time-series.ts'

/** What changed so much during a stretch that its figures depend on how long it lasted. */
export interface Drift {
  readonly what: 'response-time-rose' | 'backlog-grew' | 'rate-fell'
  /** Median of the first quarter of the intervals: ms, requests outstanding, or requests per second. */
  readonly from: number
  /** Median of the last quarter. */
  readonly to: number
}

/** Fewer intervals say nothing about a trend. */
const LEAST_INTERVALS = 8

/** A drift has to be this large as well: median of the last quarter / median of the first. */
const LEAST_DRIFT_RATIO = 1.5

/** And by so much, in ms: less is nothing to change anything for. */
const LEAST_RISE_MS = 0.5

/** So many intervals without a single answer, at least and as a share of all, are a standstill. */
const LEAST_STANDSTILL = 2
const STANDSTILL_SHARE = 0.1
/** Answers that there should have been meanwhile, at the mean rate: with fewer, a gap is nothing special. */
const LEAST_MISSED = 10

/** Above this, the schedule itself rises, and response times may rise with it. */
const LARGEST_SCHEDULE_RATIO = 1.2

/** The backlog has to grow by this share of what was due, as the least share of a rate that counts as achieved is 97 %. */
const LEAST_BACKLOG_SHARE = 0.03
const LEAST_BACKLOG = 20

/**
 * Looks for a drift: a trend that is significant and large.
 *
 * Significant: the intervals are put together into 8 blocks of equal length, since blocks are far less correlated than
 * neighbouring intervals are, and of the 28 pairs of blocks, 26 or more must be in ascending order, that is Mann and
 * Kendall's S ≥ 24. Of independent blocks in random order, 35 in 8! = 40,320 orders (0.09 %) have at most two
 * inversions. For first-order autoregressive noise the rate of false alarms was simulated, whatever the size of the
 * noise: at a correlation of 0.6 from one interval to the next 1.1 % with 8 intervals and 0.3 % with 30, at 0.8 2.6 %
 * and 1.1 %. Sources: Mann (1945), Econometrica 13, 245–259; Kendall, Rank Correlation Methods (1948).
 *
 * Large: the response time's median is 1.5 times as high in the last quarter as in the first, and 0.5 ms higher; the
 * backlog (due, and neither answered, failed nor dropped) grew by 3 % of what was due; the rate fell to a 1.5th.
 *
 * A step in the middle of a stretch is no trend, and is not seen, but for users (closed model) who get no answer at all
 * for 2 intervals or a tenth of them: that counts as a rate that fell.
 *
 * @param series intervals after the first `measuredMs` are left out, and so is one that is not whole
 * @param scheduled whether the times at which requests are due are given (open model); otherwise users send the next
 *   one when they have an answer, and it is the rate that falls
 * @returns `null` when there is none, or fewer than 8 intervals
 */
export function findDrift(series: TimeSeries, measuredMs: number, scheduled: boolean): Drift | null {
  const intervals = Math.min(series.due.length, Math.floor(measuredMs / series.everyMs))
  if (intervals < LEAST_INTERVALS) return null
  const due = series.due.slice(0, intervals)
  const responseMs = series.meanResponseMs
    .slice(0, intervals)
    .filter((_, i) => (series.completed[i] ?? 0) > 0)
  const scheduleRose = scheduled && rises(due, LARGEST_SCHEDULE_RATIO)
  const slower = drift('response-time-rose', responseMs)
  const rose = slower.to - slower.from >= LEAST_RISE_MS && rises(responseMs, LEAST_DRIFT_RATIO)
  if (!scheduleRose && rose) return slower
  if (scheduled) return findBacklog(series, due)
  const completed = series.completed.slice(0, intervals).map((count) => (1000 * count) / series.everyMs)
  const fell = rises(completed.toReversed(), LEAST_DRIFT_RATIO)
  if (fell) return drift('rate-fell', completed)
  return standsStill(completed, series.everyMs) ? { what: 'rate-fell', from: median(completed), to: 0 } : null
}

/** A trend does not show where answers end for good, or for long: users who wait fail once each, and late. */
function standsStill(completed: readonly number[], everyMs: number): boolean {
  const least = Math.max(LEAST_STANDSTILL, Math.ceil(STANDSTILL_SHARE * completed.length))
  let silent = 0
  const begun = completed.slice(
    Math.max(
      0,
      completed.findIndex((rate) => rate > 0),
    ),
  )
  const longest = begun.reduce((most, rate) => {
    silent = rate === 0 ? silent + 1 : 0
    return Math.max(most, silent)
  }, 0)
  const mean = completed.reduce((sum, rate) => sum + rate, 0) / completed.length
  return longest >= least && (mean * longest * everyMs) / 1000 >= LEAST_MISSED
}

function findBacklog(series: TimeSeries, due: readonly number[]): Drift | null {
  let outstanding = 0
  const backlog = due.map((count, i) => {
    const settled = (series.completed[i] ?? 0) + (series.failed[i] ?? 0) + (series.dropped[i] ?? 0)
    outstanding += count - settled
    return outstanding
  })
  const grown = drift('backlog-grew', backlog)
  const total = due.reduce((sum, count) => sum + count, 0)
  const large = grown.to - grown.from >= Math.max(LEAST_BACKLOG, LEAST_BACKLOG_SHARE * total)
  return large && isAscending(backlog) ? grown : null
}

function drift(what: Drift['what'], values: readonly number[]): Drift {
  const quarter = Math.floor(values.length / 4)
  return { what, from: median(values.slice(0, quarter)), to: median(values.slice(-quarter)) }
}

/** Whether values, one after another, rise by so much and by more than chance; never with fewer than 8 of them. */
export function rises(values: readonly number[], leastRatio = LEAST_DRIFT_RATIO): boolean {
  if (values.length < LEAST_INTERVALS) return false
  const { from, to } = drift('response-time-rose', values)
  return to >= leastRatio * from && isAscending(values)
}

const BLOCKS = 8
const LEAST_KENDALL_S = 24

function isAscending(values: readonly number[]): boolean {
  return kendallS(blockMeans(values, BLOCKS)) >= LEAST_KENDALL_S
}

/** Means of `blocks` consecutive parts that are as equally long as they can be. */
function blockMeans(values: readonly number[], blocks: number): readonly number[] {
  return Array.from({ length: blocks }, (_, k) => {
    const part = values.slice(
      Math.floor((k * values.length) / blocks),
      Math.floor(((k + 1) * values.length) / blocks),
    )
    return part.reduce((sum, value) => sum + value, 0) / part.length
  })
}

/** Pairs in ascending order − pairs in descending order. */
function kendallS(values: readonly number[]): number {
  let s = 0
  values.forEach((earlier, i) => {
    for (const later of values.slice(i + 1)) s += Math.sign(later - earlier)
  })
  return s
}
