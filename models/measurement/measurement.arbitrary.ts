import * as fc from 'fast-check'
import { type CloseReason, closeReasons } from '../pool/close-reason.ts'
import { composition } from './composition.arbitrary.ts'
import { LatencyHistogram } from './latency-histogram.ts'
import type { Measurement } from './measurement.ts'
import { eachPhase } from './phases.ts'
import { RequestSeriesRecorder } from './request-series.ts'
import { enter, seriesEvents } from './time-series.arbitrary.ts'
import { TimeSeriesRecorder } from './time-series.ts'

const count = fc.nat(1000)

/** Durations of whole ms, so that their sums are exact in any order. */
const histogram: fc.Arbitrary<LatencyHistogram> = fc
  .array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 12 })
  .map((values) => {
    const recorded = new LatencyHistogram()
    for (const value of values) recorded.record(value)
    return recorded
  })

const phases = fc.tuple(histogram, histogram, histogram, histogram, histogram).map((histograms) => {
  const left = [...histograms]
  return eachPhase(() => left.pop() as LatencyHistogram)
})

const byRequest = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(null, 200, 503), fc.nat(5000)), {
    maxLength: 12,
  })
  .map((requests) => {
    const recorder = new RequestSeriesRecorder()
    for (const [name, status, responseMs] of requests) recorder.record(name, status, responseMs, responseMs)
    return recorder.series()
  })

const series = fc.tuple(seriesEvents(5000), fc.boolean()).map(([events, quantiles]) => {
  const recorder = new TimeSeriesRecorder({ fromMs: 0, everyMs: 1000, quantiles })
  enter(recorder, events)
  return recorder.series()
})

const connections = fc.record({
  dialed: count,
  reused: count,
  closed: fc.record(
    Object.fromEntries(closeReasons.map((reason) => [reason, count])) as Record<
      CloseReason,
      fc.Arbitrary<number>
    >,
  ),
  idleSeconds: count,
  peakOpen: count,
  peakIdle: count,
  peakBusy: count,
})

/** A measurement in which everything may be anything, and what may be `null` sometimes is. */
export const measurements: fc.Arbitrary<Measurement> = fc.record({
  measuredMs: fc.integer({ min: 1, max: 100_000 }),
  warmup: fc.option(fc.record({ ms: count, requests: count })),
  requests: fc.record({
    due: count,
    completed: count,
    ended: count,
    failed: count,
    dropped: count,
    retried: count,
  }),
  connections,
  response: histogram,
  service: histogram,
  lateness: histogram,
  poolWait: histogram,
  dial: histogram,
  phases: fc.option(phases),
  byRequest: fc.option(byRequest),
  composition: fc.option(composition),
  statuses: fc.dictionary(fc.constantFrom('200', '404', '503'), count),
  errors: fc.dictionary(fc.constantFrom('reset', 'timeout'), count),
  whole: fc.record({ sent: count, dialed: count, primed: count }),
  series: fc.option(series),
})
