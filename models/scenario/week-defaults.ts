import type { WeekArrivals } from '../arrivals/spec.ts'

/**
 * A week when nothing else is said: bursts of three times the mean for a second and half the mean for four, on
 * average, and two flash crowds.
 */
export const WEEK_DEFAULTS: Pick<WeekArrivals, 'shape' | 'noise' | 'bursts' | 'flashCrowds'> = {
  shape: 'worldcup98-calm',
  noise: { relativeSd: 0.08, correlationMinutes: 7 },
  bursts: { factor: 3, onMs: 1000, offMs: 4000 },
  flashCrowds: { count: 2, peakFactor: 2.5, riseMinutes: 15, decayMinutes: 60 },
}
