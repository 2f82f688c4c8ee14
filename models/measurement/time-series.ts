import {
  countLatency,
  emptyLatencyGrid,
  joinLatencyGrid,
  type LatencyGrid,
  latencyQuantileMs,
  resizedLatencyGrid,
} from './latency-grid.ts'

/** What happened in each interval of a stretch of traffic; all arrays have one entry for each interval. */
export interface TimeSeries {
  /** When the first interval begins, in ms. */
  readonly fromMs: number
  /** Length of an interval in ms: as asked for, doubled as often as it takes to keep the series short. */
  readonly everyMs: number
  /** Requests that were due. */
  readonly due: readonly number[]
  /** Requests that were answered. */
  readonly completed: readonly number[]
  /** Requests that were sent and not answered as they should be. */
  readonly failed: readonly number[]
  /** Not sent, because too many were under way; none in the simulator. */
  readonly dropped: readonly number[]
  /** Mean response time of those completed, in ms; 0 where none was. */
  readonly meanResponseMs: readonly number[]
  /** Connections opened, or tried. */
  readonly dialed: readonly number[]
  /** Most connections open at once, those of earlier intervals among them. */
  readonly peakOpen: readonly number[]
  /** Percentiles of the response times, from `latencyCounts`; `null` where they were not counted. */
  readonly response: ResponsePercentiles | null
  /** The response times by size, so that series can be added; `null` where not counted, and when read from an artifact. */
  readonly latencyCounts: LatencyGrid | null
}

/** In ms, within 4.5 % of the exact ones; NaN in intervals in which no request was completed. */
export interface ResponsePercentiles {
  /** The median. */
  readonly p50Ms: readonly number[]
  /** 99th percentile. */
  readonly p99Ms: readonly number[]
}

export interface TimeSeriesOptions {
  /** When the first interval begins, in ms. */
  readonly fromMs: number
  /** Length of an interval in ms, > 0; doubled when there are too many. */
  readonly everyMs: number
  /** Whether response times are counted by size, for percentiles; bounds the number of intervals to 4096, not 16,384. */
  readonly quantiles: boolean
}

const MOST_INTERVALS = 16_384
const MOST_INTERVALS_WITH_QUANTILES = 4096
const FIRST_INTERVALS = 64
const FIELDS = 7
const DUE = 0
const COMPLETED = 1
const FAILED = 2
const DROPPED = 3
const RESPONSE_MS = 4
const DIALED = 5
const PEAK_OPEN = 6

/** Collects a `TimeSeries` in bounded memory. Times are ms on one clock, none before `fromMs`. */
export class TimeSeriesRecorder {
  readonly #fromMs: number
  readonly #mostIntervals: number
  #everyMs: number
  #cells = new Float64Array(FIRST_INTERVALS * FIELDS)
  /** With room for as many intervals as `#cells`. */
  #latencyCounts: LatencyGrid | null
  #intervals = 0
  /** Connections open now. */
  #open = 0
  /** The interval asked for last, which is usually the one asked for next. */
  #cell = 0
  #cellFromMs = Infinity
  #cellToMs = -Infinity

  constructor({ fromMs, everyMs, quantiles }: TimeSeriesOptions) {
    this.#fromMs = fromMs
    this.#everyMs = everyMs
    this.#mostIntervals = quantiles ? MOST_INTERVALS_WITH_QUANTILES : MOST_INTERVALS
    this.#latencyCounts = quantiles ? emptyLatencyGrid(FIRST_INTERVALS) : null
  }

  due(atMs: number): void {
    const cell = this.#cellAt(atMs)
    this.#cells[cell + DUE]! += 1
  }

  completed(atMs: number, responseMs: number): void {
    const cell = this.#cellAt(atMs)
    this.#cells[cell + COMPLETED]! += 1
    this.#cells[cell + RESPONSE_MS]! += responseMs
    if (this.#latencyCounts !== null) countLatency(this.#latencyCounts, cell / FIELDS, responseMs)
  }

  failed(atMs: number): void {
    const cell = this.#cellAt(atMs)
    this.#cells[cell + FAILED]! += 1
  }

  dropped(atMs: number): void {
    const cell = this.#cellAt(atMs)
    this.#cells[cell + DROPPED]! += 1
  }

  /** @param open connections, with this one */
  dialed(atMs: number, open: number): void {
    const cell = this.#cellAt(atMs)
    this.#open = open
    this.#cells[cell + DIALED]! += 1
    if (open > (this.#cells[cell + PEAK_OPEN] as number)) this.#cells[cell + PEAK_OPEN] = open
  }

  /** @param open connections that are left */
  closed(open: number): void {
    this.#open = open
  }

  series(): TimeSeries {
    const column = (field: number) =>
      Array.from({ length: this.#intervals }, (_, i) => this.#cells[i * FIELDS + field] as number)
    const completed = column(COMPLETED)
    const counts = this.#latencyCounts
    const latencyCounts = counts === null ? null : resizedLatencyGrid(counts, this.#intervals)
    return {
      fromMs: this.#fromMs,
      everyMs: this.#everyMs,
      due: column(DUE),
      completed,
      failed: column(FAILED),
      dropped: column(DROPPED),
      meanResponseMs: column(RESPONSE_MS).map((sumMs, i) => sumMs / Math.max(1, completed[i] as number)),
      dialed: column(DIALED),
      peakOpen: column(PEAK_OPEN),
      response: responsePercentiles(latencyCounts),
      latencyCounts,
    }
  }

  #cellAt(atMs: number): number {
    return atMs >= this.#cellFromMs && atMs < this.#cellToMs ? this.#cell : this.#findCell(atMs)
  }

  #findCell(atMs: number): number {
    let index = Math.floor((atMs - this.#fromMs) / this.#everyMs)
    while (index >= this.#mostIntervals) {
      this.#join()
      index = Math.floor((atMs - this.#fromMs) / this.#everyMs)
    }
    if (index >= this.#intervals) this.#extend(index + 1)
    this.#cell = index * FIELDS
    this.#cellFromMs = this.#fromMs + index * this.#everyMs
    this.#cellToMs = this.#cellFromMs + this.#everyMs
    return this.#cell
  }

  #extend(intervals: number): void {
    if (intervals > this.#room) {
      this.#resize(Math.min(this.#mostIntervals, Math.max(2 * this.#room, intervals)))
    }
    for (; this.#intervals < intervals; this.#intervals++) {
      this.#cells[this.#intervals * FIELDS + PEAK_OPEN] = this.#open
    }
  }

  /** How many intervals there is memory for. */
  get #room(): number {
    return this.#cells.length / FIELDS
  }

  #resize(room: number): void {
    const larger = new Float64Array(room * FIELDS)
    larger.set(this.#cells)
    this.#cells = larger
    if (this.#latencyCounts !== null) {
      this.#latencyCounts = resizedLatencyGrid(this.#latencyCounts, room)
    }
  }

  /** Makes one interval of every two. */
  #join(): void {
    this.#everyMs *= 2
    const joined = new Float64Array(this.#cells.length)
    for (let i = 0; i < this.#intervals; i++) {
      for (let field = 0; field < FIELDS; field++) {
        const at = (i >> 1) * FIELDS + field
        const value = this.#cells[i * FIELDS + field] as number
        joined[at] =
          field === PEAK_OPEN ? Math.max(joined[at] as number, value) : (joined[at] as number) + value
      }
    }
    this.#cells = joined
    if (this.#latencyCounts !== null) {
      this.#latencyCounts = resizedLatencyGrid(joinLatencyGrid(this.#latencyCounts), this.#room)
    }
    this.#intervals = (this.#intervals + 1) >> 1
  }
}

/**
 * One percentile of the response times of each interval, within 4.5 %; NaN where no request was completed.
 *
 * @param quantile in [0, 1]; of a series read from an artifact only 0.5 and 0.99 are known
 * @throws RangeError when the series does not know it
 */
export function responseQuantiles(series: TimeSeries, quantile: number): number[] {
  if (series.latencyCounts !== null) return quantilesOf(series.latencyCounts, quantile)
  if (series.response !== null && quantile === 0.5) return [...series.response.p50Ms]
  if (series.response !== null && quantile === 0.99) return [...series.response.p99Ms]
  throw new RangeError(`the series does not know its ${quantile} quantiles`)
}

/** The percentiles that a series shows, from its counts. */
export function responsePercentiles(latencyCounts: LatencyGrid | null): ResponsePercentiles | null {
  if (latencyCounts === null) return null
  return { p50Ms: quantilesOf(latencyCounts, 0.5), p99Ms: quantilesOf(latencyCounts, 0.99) }
}

function quantilesOf(grid: LatencyGrid, quantile: number): number[] {
  return Array.from({ length: grid.intervals }, (_, interval) => latencyQuantileMs(grid, interval, quantile))
}
