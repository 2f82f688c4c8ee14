import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import type { EpochFigures } from './tuner.ts'

/** An epoch of 10 s in which nothing happens, but what is said. */
export function epochWith(
  figures: Partial<Omit<EpochFigures, 'settings'>> & { readonly settings?: Partial<PoolSettings> },
): EpochFigures {
  return {
    atMs: 10_000,
    elapsedMs: 10_000,
    dials: 0,
    requests: 0,
    idle: 0,
    waiting: 0,
    meanBusy: 0,
    peakUnderWay: 0,
    meanResponseMs: null,
    ...figures,
    settings: { ...UNLIMITED, ...figures.settings },
  }
}
