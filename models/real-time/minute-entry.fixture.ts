import { steadyMeasurement } from '../measurement/measurement.fixture.ts'
import { describeTargetStretch } from '../measurement/target-stretch.ts'
import { type MinuteEntry, type MinuteOutcome, storeMinute } from './minute-entry.ts'

/** A minute with a hundred requests that all took as long. */
export function minuteEntry(
  figures: Partial<MinuteOutcome> & {
    readonly responseMs?: number
    readonly dialed?: number
    readonly failed?: number
  },
): MinuteEntry {
  const { responseMs = 10, dialed = 1, failed = 0, minute = 0, ...outcome } = figures
  const steady = steadyMeasurement({ responseMs, dialed })
  return storeMinute(
    {
      minute,
      side: 'today',
      startedAtEpochMs: 1_790_000_000_000 + minute * 60_000,
      nextIndex: 100 * (minute + 1),
      measurement: {
        ...steady,
        measuredMs: 60_000,
        requests: { ...steady.requests, due: 100 + failed, failed },
      },
      generator: { driftP99Ms: 1, driftMaxMs: 2, latenessP99Ms: 1 },
      target: describeTargetStretch([]),
      targetRestarts: 0,
      gapBefore: null,
      ...outcome,
    },
    [],
  )
}
