/** `leak`: it grows with the requests, and goes on. `bounded-growth`: it grew and levels off. `warm-up`: it grew early. */
export type GrowthVerdict = 'leak' | 'bounded-growth' | 'warm-up' | 'none' | 'unknown'

/** Why a verdict is `unknown`. */
export type UnknownReason =
  /** Fewer checkpoints than a slope and its change can be told from. */
  | 'too-few-checkpoints'
  /** A leak that matters would not stand out. */
  | 'too-much-noise'
  /** It grows, but whether to the end is not sure. */
  | 'too-weak'
  /** It grows less and less, and has not stopped. */
  | 'slowing'
  /** It grows at the end and did not before. */
  | 'began-late'
  /** It grows and falls back, as what works in batches does. */
  | 'falls-back'

/** A figure with its 95 % interval. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface MeasureVerdict {
  readonly verdict: GrowthVerdict
  /** `null` for what is not `unknown`. */
  readonly reason: UnknownReason | null
  /** Those that know the figure. */
  readonly checkpoints: number
  /** Of the stretch that is judged; `null` where there are too few checkpoints. */
  readonly bytesPerRequest: Estimate | null
  /** At the rate that was given. */
  readonly bytesPerDay: Estimate | null
  /** From the last level, at the rate that was given; for a leak alone. */
  readonly daysUntilLimit: Estimate | null
  /** From the first checkpoints to the last. */
  readonly grownBytes: number
  /** Requests before the stretch that is judged. */
  readonly judgedFromRequests: number
  /** In all, with as many checkpoints, for a verdict that is probably not `unknown`; `null` where it is none, or not foreseeable. */
  readonly requestsNeeded: number | null
}

export type LeakMeasure = 'heap' | 'external' | 'rss'

/** What the memory is that leaks. RSS that grows alone is fragmentation, or memory that native code holds. */
export type LeakCause = 'heap' | 'buffers' | 'fragmentation-or-native'

export interface LeakVerdict {
  /** Of heap and external memory; `native-growth` where the resident set alone goes on growing. */
  readonly verdict: GrowthVerdict | 'native-growth'
  readonly causes: readonly LeakCause[]
  /** What is known of each; `null` where no checkpoint knows it. */
  readonly measures: Readonly<Record<LeakMeasure, MeasureVerdict | null>>
  readonly budgetBytesPerRequest: number
  readonly concernBytesPerRequest: number
  readonly ratePerSecond: number | null
  readonly limitBytes: number | null
}

export interface LeakOptions {
  /** A slope is a leak where its lower end is above it; ≥ 0, 1 unless told: at 1,000/s, 86 MB a day. */
  readonly budgetBytesPerRequest?: number
  /** The smallest leak that may not be missed: `none` is said where more is excluded; > 0, 16 unless told. */
  readonly concernBytesPerRequest?: number
  /** For figures by day. */
  readonly ratePerSecond?: number | null
  /** Of each measure, for when it is reached. */
  readonly limitBytes?: number | null
}
