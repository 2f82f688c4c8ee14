import type { PoolSettings } from '../pool/settings.ts'
import type { Signal } from './rules-of-thumb.ts'

/** What a pool did in an epoch, the time between two looks of its tuner. */
export interface EpochFigures {
  /** When it ended, on the pool's clock. */
  readonly atMs: number
  readonly elapsedMs: number
  /** Connections asked for. */
  readonly dials: number
  /** Requests that got a connection. */
  readonly requests: number
  /** Connections idle at its end. */
  readonly idle: number
  /** Requests without a connection at its end. */
  readonly waiting: number
  /** Requests on a connection, on average. */
  readonly meanBusy: number
  /** Most connections busy or being dialed at once. */
  readonly peakUnderWay: number
  /** From when a request has a connection to the end of its response, on average; `null` without requests. */
  readonly meanResponseMs: number | null
  /** In force in the pool. */
  readonly settings: PoolSettings
}

/** One change of a pool's settings, made or advised. */
export interface TuningChange {
  /** On the pool's clock. */
  readonly atMs: number
  readonly from: PoolSettings
  readonly to: PoolSettings
  /** One sentence for each setting that changes, with the figures behind it. */
  readonly why: string
  /** What else was noticed. */
  readonly signals: readonly Signal[]
}

/** What decides about a pool's settings. It is told what happens, and reads no clock. */
export interface Tuner {
  /** Those that it has come to, whether or not the pool follows. */
  readonly settings: PoolSettings
  /** So many requests hold a connection, or have one dialed for them, from now on. */
  watch(underWay: number, atMs: number): void
  /** @returns the change that it has decided on, or `null` */
  endEpoch(figures: EpochFigures): TuningChange | null
  /** Somebody else has set these. */
  adopt(settings: PoolSettings): void
  /** No longer idle timeout than this is safe, as is known from now on; in ms. */
  setSafeIdleTimeout(safeMs: number): void
}
