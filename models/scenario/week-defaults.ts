import type { WeekArrivals } from '../arrivals/spec.ts'

/** A week when nothing else is said: bursts of 8 × the mean for 100 ms every 2 s, and two flash crowds. */
export const WEEK_DEFAULTS: Pick<WeekArrivals, 'shape' | 'noise' | 'bursts' | 'flashCrowds'> = {
  shape: 'worldcup98-calm',
  noise: { relativeSd: 0.08, correlationMinutes: 7 },
  bursts: { factor: 8, onMs: 100, offMs: 1900 },
  flashCrowds: { count: 2, peakFactor: 2.5, riseMinutes: 15, decayMinutes: 60 },
}
