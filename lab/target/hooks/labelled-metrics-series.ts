/** Upper bounds in seconds: those that OpenTelemetry's conventions advise for `http.server.request.duration`. */
export const DURATION_BOUNDS_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const

/** What was counted of the requests that are alike in all labels. */
export interface RequestSeries {
  /** In the order of the names of the metrics they belong to. */
  readonly labels: readonly string[]
  count: number
  sumSeconds: number
  /** For each bound those that took as long at most and longer than the bound before; then those above all. */
  readonly buckets: Uint32Array
}

/**
 * Counts and durations of requests by labels. The number of series is limited besides that of values: some labels with
 * a hundred values each make a million combinations.
 */
export class RequestSeriesStore {
  readonly #limit: number
  readonly #byLabels = new Map<string, RequestSeries>()
  #overflows = 0

  /** @param limit series that are kept by all their labels; Infinity for as many as come */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Requests that were counted under `whenFull` because there were too many series. */
  get overflows(): number {
    return this.#overflows
  }

  get size(): number {
    return this.#byLabels.size
  }

  all(): IterableIterator<RequestSeries> {
    return this.#byLabels.values()
  }

  /**
   * @param labels none of which has a line break
   * @param whenFull labels in their place once there are as many series as there may be, of few combinations
   */
  record(labels: readonly string[], whenFull: () => readonly string[], durationSeconds: number): void {
    const series = this.#find(labels) ?? this.#find(whenFull(), true)
    if (series === null) return
    series.count++
    series.sumSeconds += durationSeconds
    const bucket = DURATION_BOUNDS_SECONDS.findIndex((bound) => durationSeconds <= bound)
    const at = bucket < 0 ? DURATION_BOUNDS_SECONDS.length : bucket
    series.buckets[at] = (series.buckets[at] ?? 0) + 1
  }

  #find(labels: readonly string[], isReserved = false): RequestSeries | null {
    const key = labels.join('\n')
    const known = this.#byLabels.get(key)
    if (isReserved) this.#overflows++
    if (known !== undefined) return known
    if (!isReserved && this.#byLabels.size >= this.#limit) return null
    const buckets = new Uint32Array(DURATION_BOUNDS_SECONDS.length + 1)
    const series = { labels, count: 0, sumSeconds: 0, buckets }
    this.#byLabels.set(key, series)
    return series
  }
}
