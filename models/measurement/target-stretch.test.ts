import { expect, test } from 'vitest'
import { type TargetSample, UNKNOWN_SAMPLE } from './target-sample.ts'
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
    rssPeakBytes: 9,
    gcPauses: 2,
    gcTotalMs: 1,
    cpuSeconds: 3,
    acceptedConnections: 0,
    requestsReceived: 5,
  })
})

test('what no sample knows is null, and so is all where there is no sample', () => {
  const nothing = {
    rssPeakBytes: null,
    gcPauses: null,
    gcTotalMs: null,
    cpuSeconds: null,
    acceptedConnections: null,
    requestsReceived: null,
  }
  expect(describeTargetStretch([])).toEqual(nothing)
  expect(describeTargetStretch([sample({}), sample({})])).toEqual(nothing)
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
