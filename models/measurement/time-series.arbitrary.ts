import * as fc from 'fast-check'
import type { TimeSeriesRecorder } from './time-series.ts'

/** Something that happens to a request. */
export interface SeriesEvent {
  readonly kind: 'due' | 'completed' | 'failed' | 'dropped'
  readonly atMs: number
  /** In whole ms, so that sums are exact in any order. */
  readonly responseMs: number
}

/** Events within a stretch, on its clock from 0 on. */
export const seriesEvents = (durationMs: number): fc.Arbitrary<SeriesEvent[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom('due', 'completed', 'completed', 'failed', 'dropped'),
      atMs: fc.integer({ min: 0, max: durationMs - 1 }),
      responseMs: fc.integer({ min: 1, max: 5000 }),
    }),
    { maxLength: 60 },
  )

export function enter(recorder: TimeSeriesRecorder, events: readonly SeriesEvent[]): void {
  for (const { kind, atMs, responseMs } of events) {
    if (kind === 'completed') recorder.completed(atMs, responseMs)
    else recorder[kind](atMs)
  }
}
