import * as fc from 'fast-check'
import { type Composition, CompositionRecorder, type OwnDial, type RequestTimes } from './composition.ts'

/** A request and when its response ended. */
export interface RecordedRequest {
  readonly times: RequestTimes
  readonly endedMs: number
}

const gapMs = fc.oneof(fc.constant(0), fc.nat(3000))

/** Times are whole ms, so that sums of them are exact in any order. A dial may have begun and ended at any time. */
export const recordedRequests: fc.Arbitrary<RecordedRequest> = fc
  .record({
    dueMs: fc.nat(10_000),
    lateMs: gapMs,
    waitMs: gapMs,
    firstByteMs: gapMs,
    bodyMs: gapMs,
    dial: fc.option(
      fc.record({ afterDueMs: fc.integer({ min: -3000, max: 6000 }), connectMs: gapMs, tlsMs: gapMs }),
    ),
  })
  .map(({ dueMs, lateMs, waitMs, firstByteMs, bodyMs, dial }) => {
    const askedMs = dueMs + lateMs
    const sentMs = askedMs + waitMs
    return {
      times: {
        dueMs,
        askedMs,
        sentMs,
        firstByteMs: sentMs + firstByteMs,
        ownDial: dial && dialFrom(dueMs + dial.afterDueMs, dial.connectMs, dial.tlsMs),
      },
      endedMs: sentMs + firstByteMs + bodyMs,
    }
  })

export const composition: fc.Arbitrary<Composition> = fc
  .array(recordedRequests, { maxLength: 12 })
  .map(compositionOf)

export function compositionOf(requests: readonly RecordedRequest[]): Composition {
  const recorder = new CompositionRecorder()
  for (const { times, endedMs } of requests) recorder.record(times, endedMs)
  return recorder.composition()
}

function dialFrom(beganMs: number, connectMs: number, tlsMs: number): OwnDial {
  return { beganMs, connectedMs: beganMs + connectMs, openedMs: beganMs + connectMs + tlsMs }
}
