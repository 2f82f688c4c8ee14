import { traceArrivals } from '../../models/arrivals/trace.ts'
import type { ScheduleWalk } from './through-schedule.ts'

/** A walk through recorded arrivals that nobody watches. */
export function walkThrough(dueMs: readonly number[], serviceMs: readonly number[]): ScheduleWalk {
  return {
    arrivals: traceArrivals({ kind: 'trace', dueMs: Float64Array.from(dueMs) }),
    recordedServiceMs: Float64Array.from(serviceMs),
    task: 'test',
    progress: { show() {}, say() {}, end() {} },
    signal: new AbortController().signal,
  }
}
