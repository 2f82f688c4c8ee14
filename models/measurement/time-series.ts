/** What happened in each interval of a stretch of traffic; all arrays have one entry for each interval. */
export interface TimeSeries {
  /** When the first interval begins, in ms. */
  readonly fromMs: number
  /** Length of an interval in ms: a minute, doubled as often as it takes to keep the series short. */
  readonly everyMs: number
  readonly due: readonly number[]
  readonly completed: readonly number[]
  readonly failed: readonly number[]
  /** Mean response time of those completed, in ms; 0 where none was. */
  readonly meanResponseMs: readonly number[]
  readonly dialed: readonly number[]
  /** Most connections open at once, those of earlier intervals among them. */
  readonly peakOpen: readonly number[]
}

const MOST_INTERVALS = 16_384
const FIELDS = 6
const DUE = 0
const COMPLETED = 1
const FAILED = 2
const RESPONSE_MS = 3
const DIALED = 4
const PEAK_OPEN = 5

/** Collects a `TimeSeries` in bounded memory. Times are ms on one clock, none before `fromMs`. */
export class TimeSeriesRecorder {
  readonly #fromMs: number
  #everyMs: number
  #cells = new Float64Array(64 * FIELDS)
  #intervals = 0
  /** Connections open now. */
  #open = 0
  /** The interval asked for last, which is usually the one asked for next. */
  #cell = 0
  #cellFromMs = Infinity
  #cellToMs = -Infinity

  constructor(fromMs: number, everyMs = 60_000) {
    this.#fromMs = fromMs
    this.#everyMs = everyMs
  }

  due(atMs: number): void {
    const cell = this.#cellAt(atMs)
    this.#cells[cell + DUE]! += 1
  }

  completed(atMs: number, responseMs: number): void {
    const cell = this.#cellAt(atMs)
    this.#cells[cell + COMPLETED]! += 1
    this.#cells[cell + RESPONSE_MS]! += responseMs
  }

  failed(atMs: number): void {
    const cell = this.#cellAt(atMs)
    this.#cells[cell + FAILED]! += 1
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
    return {
      fromMs: this.#fromMs,
      everyMs: this.#everyMs,
      due: column(DUE),
      completed,
      failed: column(FAILED),
      meanResponseMs: column(RESPONSE_MS).map((sumMs, i) => sumMs / Math.max(1, completed[i] as number)),
      dialed: column(DIALED),
      peakOpen: column(PEAK_OPEN),
    }
  }

  #cellAt(atMs: number): number {
    return atMs >= this.#cellFromMs && atMs < this.#cellToMs ? this.#cell : this.#findCell(atMs)
  }

  #findCell(atMs: number): number {
    let index = Math.floor((atMs - this.#fromMs) / this.#everyMs)
    while (index >= MOST_INTERVALS) {
      this.#halve()
      index = Math.floor((atMs - this.#fromMs) / this.#everyMs)
    }
    if (index >= this.#intervals) this.#extend(index + 1)
    this.#cell = index * FIELDS
    this.#cellFromMs = this.#fromMs + index * this.#everyMs
    this.#cellToMs = this.#cellFromMs + this.#everyMs
    return this.#cell
  }

  #extend(intervals: number): void {
    if (intervals * FIELDS > this.#cells.length) {
      const larger = new Float64Array(Math.max(2 * this.#cells.length, intervals * FIELDS))
      larger.set(this.#cells)
      this.#cells = larger
    }
    for (; this.#intervals < intervals; this.#intervals++) {
      this.#cells[this.#intervals * FIELDS + PEAK_OPEN] = this.#open
    }
  }

  #halve(): void {
    this.#everyMs *= 2
    const halved = new Float64Array(this.#cells.length)
    for (let i = 0; i < this.#intervals; i++) {
      for (let field = 0; field < FIELDS; field++) {
        const at = (i >> 1) * FIELDS + field
        const value = this.#cells[i * FIELDS + field] as number
        halved[at] =
          field === PEAK_OPEN ? Math.max(halved[at] as number, value) : (halved[at] as number) + value
      }
    }
    this.#cells = halved
    this.#intervals = (this.#intervals + 1) >> 1
  }
}

/**
 * Adds up the series of pods that ran at the same time; peaks too, which is an upper bound.
 *
 * @throws RangeError when there are none, or their intervals differ
 */
export function addTimeSeries(pods: readonly TimeSeries[]): TimeSeries {
  const first = pods[0]
  if (first === undefined) throw new RangeError('no series to add')
  if (pods.some(({ fromMs, everyMs }) => fromMs !== first.fromMs || everyMs !== first.everyMs)) {
    throw new RangeError('the series have different intervals')
  }
  const length = Math.max(...pods.map(({ due }) => due.length))
  const column = (of: (series: TimeSeries, i: number) => number) =>
    Array.from({ length }, (_, i) => pods.reduce((sum, pod) => sum + of(pod, i), 0))
  const completed = column((pod, i) => pod.completed[i] ?? 0)
  return {
    fromMs: first.fromMs,
    everyMs: first.everyMs,
    due: column((pod, i) => pod.due[i] ?? 0),
    completed,
    failed: column((pod, i) => pod.failed[i] ?? 0),
    meanResponseMs: column((pod, i) => (pod.meanResponseMs[i] ?? 0) * (pod.completed[i] ?? 0)).map(
      (sumMs, i) => sumMs / Math.max(1, completed[i] as number),
    ),
    dialed: column((pod, i) => pod.dialed[i] ?? 0),
    peakOpen: column((pod, i) => pod.peakOpen[i] ?? 0),
  }
}
