import type { LoadSample } from './load-sample.ts'

/** A stretch that has sent for a while, and what is to be otherwise. */
export function sampleWith(parts: Partial<LoadSample> = {}): LoadSample {
  return {
    due: 4000,
    completed: 3990,
    failed: 0,
    dropped: 0,
    p50Ms: 1.234,
    p99Ms: 12.34,
    latenessP99Ms: 0.25,
    open: 10,
    idle: 2,
    busy: 8,
    dialed: 3,
    ...parts,
  }
}
