import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type JsHistogram,
} from 'hdr-histogram-js'

/** A histogram as artifacts and messages hold it: the HDR counts, and the exact sum and maximum they do not keep. */
export interface StoredHistogram {
  /** HdrHistogram V2, compressed, base64; unit µs, 3 significant digits. */
  readonly hdr: string
  readonly sumMs: number
  /** Absent in artifacts of earlier versions. */
  readonly maxMs?: number
}

/**
 * Durations of one kind, in an HDR histogram of microseconds with 3 significant digits: constant memory however
 * many are recorded, percentiles within 0.1 %, and merging by adding counts. Sole owner of hdr-histogram-js.
 */
export class LatencyHistogram {
  readonly #counts = emptyHistogram()
  /** Recorded since the counts were last asked for, by bucket; `null` when nothing was. */
  #recent: Uint32Array | null = null
  #recentCount = 0
  #sumMs = 0
  #maxMs = 0

  static fromStored(stored: StoredHistogram): LatencyHistogram {
    const histogram = new LatencyHistogram()
    histogram.#counts.add(decodeFromCompressedBase64(stored.hdr) as JsHistogram)
    histogram.#sumMs = stored.sumMs
    histogram.#maxMs = stored.maxMs ?? histogram.#counts.maxValue / 1000
    return histogram
  }

  static merge(histograms: Iterable<LatencyHistogram>): LatencyHistogram {
    const merged = new LatencyHistogram()
    for (const histogram of histograms) merged.add(histogram)
    return merged
  }

  get count(): number {
    return this.#counts.totalCount + this.#recentCount
  }

  /** Exact mean in ms; NaN when nothing was recorded. */
  get meanMs(): number {
    return this.#sumMs / this.count
  }

  /** Exact longest in ms; NaN when nothing was recorded. */
  get maxMs(): number {
    return this.count === 0 ? Number.NaN : this.#maxMs
  }

  /** @param durationMs counted as one hour when longer, and as 0 when negative @param times how often it was seen */
  record(durationMs: number, times = 1): void {
    const countedMs = Math.min(Math.max(0, durationMs), HIGHEST_US / 1000)
    const us = Math.round(countedMs * 1000)
    this.#recent ??= new Uint32Array(BUCKETS)
    this.#recent[bucketOf(us)]! += times
    this.#recentCount += times
    if (countedMs > this.#maxMs) this.#maxMs = countedMs
    this.#sumMs += countedMs * times
  }

  add(other: LatencyHistogram): void {
    this.#settle().add(other.#settle())
    this.#sumMs += other.#sumMs
    this.#maxMs = Math.max(this.#maxMs, other.#maxMs)
  }

  /**
   * @param quantile in (0, 1]
   * @returns the duration in ms that this share of the recorded ones does not exceed, to the end of its bucket but not
   * beyond the longest; NaN when there are none
   */
  quantileMs(quantile: number): number {
    if (this.count === 0) return Number.NaN
    return Math.min(this.#settle().getValueAtPercentile(quantile * 100) / 1000, this.maxMs)
  }

  /** Every distinct duration (ms, ascending, middle of its bucket) with how often it was recorded. */
  sparse(): { values: Float64Array; counts: Float64Array } {
    const values: number[] = []
    const counts: number[] = []
    const iterator = this.#settle().recordedValuesIterator
    iterator.reset()
    while (iterator.hasNext()) {
      const at = iterator.next()
      values.push(this.#counts.medianEquivalentValue(at.valueIteratedTo) / 1000)
      counts.push(at.countAtValueIteratedTo)
    }
    return { values: Float64Array.from(values), counts: Float64Array.from(counts) }
  }

  store(): StoredHistogram {
    return { hdr: encodeIntoCompressedBase64(this.#settle()), sumMs: this.#sumMs, maxMs: this.#maxMs }
  }

  /** Enters what was recorded recently into the HDR histogram. */
  #settle(): JsHistogram {
    if (this.#recentCount > 0 && this.#recent !== null) {
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const count = this.#recent[bucket] as number
        if (count > 0) this.#counts.recordValueWithCount(lowestIn(bucket), count)
      }
      this.#recent.fill(0)
      this.#recentCount = 0
    }
    return this.#counts
  }
}

const HIGHEST_US = 3_600_000_000

/**
 * The buckets of an HDR histogram of 3 significant digits, numbered: one for each value below 2048 µs, then 1024
 * for each doubling. To count by bucket and enter the counts later costs a tenth of entering each value.
 */
const BUCKETS = 2048 + 21 * 1024

function bucketOf(us: number): number {
  const shift = 21 - Math.clz32(us)
  return shift <= 0 ? us : 1024 * shift + (us >>> shift)
}

function lowestIn(bucket: number): number {
  const shift = (bucket >> 10) - 1
  return shift <= 0 ? bucket : (bucket - 1024 * shift) * 2 ** shift
}

function emptyHistogram(): JsHistogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    autoResize: false,
  }) as JsHistogram
}
