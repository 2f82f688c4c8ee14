import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type JsHistogram,
} from 'hdr-histogram-js'
import { quantileRank } from './quantile-rank.ts'

/** A histogram as artifacts hold it: the HDR counts, and the exact sum and maximum they do not keep. */
export interface StoredHistogram {
  /** HdrHistogram V2, compressed, base64; unit µs, 3 significant digits. */
  readonly hdr: string
  readonly sumMs: number
  /** Absent in artifacts of earlier versions. */
  readonly maxMs?: number
}

/** A histogram as it goes from thread to thread: both arrays have a buffer of their own, which may be transferred. */
export interface PackedHistogram {
  /** Numbers of the buckets that hold something, ascending. */
  readonly buckets: Uint32Array<ArrayBuffer>
  /** How much each of them holds. */
  readonly counts: Uint32Array<ArrayBuffer>
  readonly sumMs: number
  /** 0 when nothing was recorded. */
  readonly maxMs: number
}

/**
 * Durations of one kind, in the buckets of an HDR histogram of microseconds with 3 significant digits: bounded memory
 * however many are recorded (4 KB for each doubling of the longest, 92 KB at most, nothing when unused), percentiles
 * within 0.1 %, and merging by adding counts. Sole owner of hdr-histogram-js, which writes and reads the stored form.
 */
export class LatencyHistogram {
  /** By bucket, as far as the highest one used. */
  #counts = NO_COUNTS
  #count = 0
  #sumMs = 0
  #maxMs = 0

  static fromStored(stored: StoredHistogram): LatencyHistogram {
    const histogram = new LatencyHistogram()
    const decoded = decodeFromCompressedBase64(stored.hdr) as JsHistogram
    for (let i = 0; i < decoded.countsArrayLength; i++) {
      const count = decoded.getCountAtIndex(i)
      if (count > 0) histogram.#enter(bucketOf(decoded.valueFromIndex(i)), count)
    }
    histogram.#sumMs = stored.sumMs
    histogram.#maxMs = stored.maxMs ?? decoded.maxValue / 1000
    return histogram
  }

  /** What `pack` gave, as it was. */
  static fromPacked(packed: PackedHistogram): LatencyHistogram {
    const histogram = new LatencyHistogram()
    for (const [i, bucket] of packed.buckets.entries()) histogram.#enter(bucket, packed.counts[i] as number)
    histogram.#sumMs = packed.sumMs
    histogram.#maxMs = packed.maxMs
    return histogram
  }

  static merge(histograms: Iterable<LatencyHistogram>): LatencyHistogram {
    const merged = new LatencyHistogram()
    for (const histogram of histograms) merged.add(histogram)
    return merged
  }

  get count(): number {
    return this.#count
  }

  /** Exact sum in ms; 0 when nothing was recorded. */
  get sumMs(): number {
    return this.#sumMs
  }

  /** Exact mean in ms; NaN when nothing was recorded. */
  get meanMs(): number {
    return this.#sumMs / this.#count
  }

  /** Exact longest in ms; NaN when nothing was recorded. */
  get maxMs(): number {
    return this.#count === 0 ? Number.NaN : this.#maxMs
  }

  /** Of the population, about its mean, as HdrHistogram has it: from the middles of the buckets. NaN when there are none. */
  get standardDeviationMs(): number {
    const { values, counts } = this.sparse()
    const averageOf = (of: (valueMs: number) => number) =>
      values.reduce((sum, valueMs, i) => sum + of(valueMs) * (counts[i] as number), 0) / this.#count
    const meanMs = averageOf((valueMs) => valueMs)
    return Math.sqrt(averageOf((valueMs) => (valueMs - meanMs) * (valueMs - meanMs)))
  }

  /** @param durationMs counted as one hour when longer, and as 0 when negative @param times how often it was seen */
  record(durationMs: number, times = 1): void {
    const countedMs = Math.min(Math.max(0, durationMs), HIGHEST_US / 1000)
    this.#enter(bucketOf(Math.round(countedMs * 1000)), times)
    if (countedMs > this.#maxMs) this.#maxMs = countedMs
    this.#sumMs += countedMs * times
  }

  add(other: LatencyHistogram): void {
    const added = other.#counts
    if (added.length > this.#counts.length) this.#extend(added.length)
    for (let bucket = 0; bucket < added.length; bucket++) {
      this.#counts[bucket]! += added[bucket] as number
    }
    this.#count += other.#count
    this.#sumMs += other.#sumMs
    this.#maxMs = Math.max(this.#maxMs, other.#maxMs)
  }

  /**
   * @param quantile in (0, 1]
   * @returns the duration in ms that this share of the recorded ones does not exceed, to the end of its bucket but not
   * beyond the longest; NaN when there are none
   */
  quantileMs(quantile: number): number {
    const rank = quantileRank(quantile, this.#count)
    let seen = 0
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      seen += this.#counts[bucket] as number
      if (seen >= rank) return Math.min(highestIn(bucket) / 1000, this.#maxMs)
    }
    return this.maxMs
  }

  /** Shows every distinct duration (ms, ascending, end of its bucket) with how often it was recorded. */
  forEachValue(visit: (valueMs: number, count: number) => void): void {
    this.#forEachBucket((bucket, count) => visit(highestIn(bucket) / 1000, count))
  }

  /** Every distinct duration (ms, ascending, middle of its bucket) with how often it was recorded. */
  sparse(): { values: Float64Array; counts: Float64Array } {
    const values: number[] = []
    const counts: number[] = []
    this.#forEachBucket((bucket, count) => {
      values.push(middleOf(bucket) / 1000)
      counts.push(count)
    })
    return { values: Float64Array.from(values), counts: Float64Array.from(counts) }
  }

  /**
   * As `sparse`, with the end of each bucket, which is what `quantileMs` tells: the longest as it was, since nothing was
   * longer.
   */
  sparseEnds(): { values: Float64Array; counts: Float64Array } {
    const values: number[] = []
    const counts: number[] = []
    this.forEachValue((valueMs, count) => {
      values.push(Math.min(valueMs, this.#maxMs))
      counts.push(count)
    })
    return { values: Float64Array.from(values), counts: Float64Array.from(counts) }
  }

  store(): StoredHistogram {
    return { hdr: encodeIntoCompressedBase64(this.#toHdr()), sumMs: this.#sumMs, maxMs: this.#maxMs }
  }

  /** As HdrHistogram's `outputPercentileDistribution` writes it: in ms, 5 lines for each half of the distance to 100 %. */
  percentileDistribution(): string {
    return this.#toHdr().outputPercentileDistribution(5, 1000)
  }

  pack(): PackedHistogram {
    const buckets: number[] = []
    const counts: number[] = []
    this.#forEachBucket((bucket, count) => {
      buckets.push(bucket)
      counts.push(count)
    })
    return {
      buckets: Uint32Array.from(buckets),
      counts: Uint32Array.from(counts),
      sumMs: this.#sumMs,
      maxMs: this.#maxMs,
    }
  }

  /** Its maximum is the end of the highest bucket, as in the Java tools. */
  #toHdr(): JsHistogram {
    const hdr = emptyHdrHistogram()
    this.#forEachBucket((bucket, count) => hdr.recordValueWithCount(highestIn(bucket), count))
    return hdr
  }

  #enter(bucket: number, times: number): void {
    if (bucket >= this.#counts.length) this.#extend(bucket + 1)
    this.#counts[bucket]! += times
    this.#count += times
  }

  #extend(buckets: number): void {
    const longer = new Uint32Array(1024 * Math.ceil(buckets / 1024))
    longer.set(this.#counts)
    this.#counts = longer
  }

  #forEachBucket(visit: (bucket: number, count: number) => void): void {
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      const count = this.#counts[bucket] as number
      if (count > 0) visit(bucket, count)
    }
  }
}

const HIGHEST_US = 3_600_000_000

const NO_COUNTS = new Uint32Array(0)

/**
 * The buckets of an HDR histogram of 3 significant digits, numbered: one for each value below 2048 µs, then 1024 for
 * each doubling. To count in them and hand the counts over when they are stored costs a tenth of entering each value.
 */
function bucketOf(us: number): number {
  const shift = 21 - Math.clz32(us)
  return shift <= 0 ? us : 1024 * shift + (us >>> shift)
}

/** How often the width of a bucket has been doubled. */
function shiftOf(bucket: number): number {
  return Math.max(0, (bucket >> 10) - 1)
}

function lowestIn(bucket: number): number {
  const shift = shiftOf(bucket)
  return (bucket - 1024 * shift) * 2 ** shift
}

function highestIn(bucket: number): number {
  return lowestIn(bucket) + 2 ** shiftOf(bucket) - 1
}

/** Rounded up, as HdrHistogram has it. */
function middleOf(bucket: number): number {
  return lowestIn(bucket) + Math.floor(2 ** shiftOf(bucket) / 2)
}

function emptyHdrHistogram(): JsHistogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    autoResize: false,
  }) as JsHistogram
}
