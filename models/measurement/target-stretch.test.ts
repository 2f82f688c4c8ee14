import { expect, test } from 'vitest'
import { type TargetSample, UNKNOWN_SAMPLE } from './target-sample.ts'
import { SILENT_STRETCH } from './target-stretch.fixture.ts'
import { describeTargetStretch, runtimeWithout } from './target-stretch.ts'

function sample(figures: Partial<TargetSample>): TargetSample {
  return { ...UNKNOWN_SAMPLE, atEpochMs: 0, ...figures }
}

const pauses = (count: number, totalMs: number): Pick<TargetSample, 'gc'> => ({
  gc: { count, totalMs, maxMs: null },
})

test('a stretch is what grew from the first sample to the last, and the peak of all', () => {
  expect(
    describeTargetStretch([
      sample({ rssBytes: 5, cpuSeconds: 1, requestsReceived: 10, acceptedConnections: 2, ...pauses(3, 7) }),
      sample({ rssBytes: 9 }),
      sample({ rssBytes: 6, cpuSeconds: 4, requestsReceived: 15, acceptedConnections: 2, ...pauses(5, 8) }),
    ]),
  ).toEqual({
    ...SILENT_STRETCH,
    rssPeakBytes: 9,
    gcPauses: 2,
    gcTotalMs: 1,
    cpuSeconds: 3,
    acceptedConnections: 0,
    requestsReceived: 5,
  })
})

test('what no sample knows is null, and so is all where there is no sample', () => {
  expect(describeTargetStretch([])).toEqual(SILENT_STRETCH)
  expect(describeTargetStretch([sample({}), sample({})])).toEqual(SILENT_STRETCH)
})

test('the longest pause is known where it became longer, where there was none, or where recent ones were told', () => {
  const gc = (count: number, maxMs: number | null, recentMaxMs?: number): TargetSample =>
    sample({ gc: { count, totalMs: 0, maxMs, ...(recentMaxMs === undefined ? {} : { recentMaxMs }) } })
  const longest = (...samples: TargetSample[]) => describeTargetStretch(samples).gcMaxMs
  expect(longest(gc(3, 10), gc(5, 12))).toBe(12)
  expect(longest(gc(3, 10), gc(3, 10))).toBe(0)
  expect(longest(gc(3, 10, 9), gc(4, 10, 2), gc(6, 10, 4), gc(7, 10, 1))).toBe(4)
  expect(longest(gc(3, 10), gc(5, 10))).toBeNull()
  expect(longest(gc(3, null), gc(5, null))).toBeNull()
})

test('the longest delay is that of the samples after the first', () => {
  const delayed = (max: number) => sample({ eventLoopDelayMs: { mean: 0, max } })
  expect(describeTargetStretch([delayed(90), delayed(5), sample({}), delayed(7)]).eventLoopDelayMaxMs).toBe(7)
})

test('counters grow each for itself, a new one from 0; a target that did not answer counted nobody knows what', () => {
  const counted = (counters: Record<string, number> | null, allocatedBytes: number | null = null) =>
    sample({ counters, allocatedBytes })
  const stretch = describeTargetStretch([counted({ copies: 2 }, 100), counted({ copies: 7, leased: 3 }, 350)])
  expect(stretch.counters).toEqual({ copies: 5, leased: 3 })
  expect(stretch.allocatedBytes).toBe(250)
  expect(describeTargetStretch([counted(null), counted({ copies: 7 })]).counters).toBeNull()
})

test('a runtime is why a figure is missing only where the target names it, and never tells the figure', () => {
  const stretch = (figures: Partial<TargetSample>) =>
    describeTargetStretch([sample(figures), sample(figures)])
  const onBun = stretch({ runtime: 'Bun 1.4.5', rssBytes: 5 })
  expect(onBun.runtime).toBe('Bun 1.4.5')
  expect(runtimeWithout('gcPauses', [onBun, onBun])).toBe('Bun 1.4.5')
  expect(runtimeWithout('rssPeakBytes', [onBun, onBun])).toBeNull()
  const told = stretch({ runtime: 'Bun 1.4.5', ...pauses(1, 2) })
  expect(runtimeWithout('gcPauses', [onBun, told])).toBeNull()
  // A target of one's own says nothing of a runtime; one that could not be asked says nothing at all.
  expect(runtimeWithout('gcPauses', [stretch({ rssBytes: 5 })])).toBeNull()
  expect(runtimeWithout('gcPauses', [onBun, describeTargetStretch([])])).toBeNull()
  expect(runtimeWithout('gcPauses', [])).toBeNull()
})
