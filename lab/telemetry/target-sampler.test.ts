import { afterEach, expect, test, vi } from 'vitest'
import { describeTargetStretch } from '../../models/measurement/target-stretch.ts'
import { type TargetSample, UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { TargetSampler } from './target-sampler.ts'
import { type TargetTelemetry, TelemetryError } from './target-telemetry.ts'

afterEach(() => void vi.useRealTimers())

/** Answers with the counts given, one after the other; `null` is no answer. */
function telemetryOf(
  counts: ReadonlyArray<number | null>,
): TargetTelemetry & { readonly left: (number | null)[] } {
  const left = [...counts]
  return {
    source: 'a list',
    left,
    sample(): Promise<TargetSample> {
      const count = left.shift() ?? null
      return count === null
        ? Promise.reject(new TelemetryError('no answer'))
        : Promise.resolve({ ...UNKNOWN_SAMPLE, atEpochMs: count, requestsReceived: count, rssBytes: count })
    },
    close() {},
  }
}

async function countsOf(before: ReadonlyArray<number | null>, after: ReadonlyArray<number | null>) {
  const telemetry = telemetryOf([...before, ...after])
  const sampler = new TargetSampler(telemetry)
  await sampler.sample()
  await sampler.sample()
  return { stretch: describeTargetStretch(sampler.samples), left: telemetry.left.length }
}

test('a target that does not answer at once is asked again, before a stretch and after it', async () => {
  const { stretch, left } = await countsOf([null, null, 5], [null, 12])
  expect(stretch.requestsReceived).toBe(7)
  expect(left).toBe(0)
})

test('what it counted is not known where it did not answer in time, rather than too low', async () => {
  expect((await countsOf([null, null, null], [12])).stretch.requestsReceived).toBeNull()
  const { stretch, left } = await countsOf([5], [null, null, null, 12])
  expect(stretch).toMatchObject({ requestsReceived: null, rssPeakBytes: 5 })
  expect(left).toBe(1)
})

test('while load goes on it is asked every 200 ms, and an answer that is missing is left out', async () => {
  vi.useFakeTimers()
  const sampler = new TargetSampler(telemetryOf([1, null, 3, 4]))
  await sampler.sample()
  sampler.start()
  await vi.advanceTimersByTimeAsync(450)
  sampler.stop()
  await vi.advanceTimersByTimeAsync(1_000)
  await sampler.sample()
  expect(sampler.samples.map(({ atEpochMs }) => atEpochMs)).toEqual([1, 3, 4])
})

test('a target that says nothing has no samples', async () => {
  const sampler = new TargetSampler(null)
  sampler.start()
  await sampler.sample()
  sampler.stop()
  expect(sampler.samples).toEqual([])
})

function acceptingTelemetry(accepted: ReadonlyArray<number | null>) {
  const left = [...accepted]
  const sample = (): Promise<TargetSample> =>
    Promise.resolve({ ...UNKNOWN_SAMPLE, atEpochMs: left.length, acceptedConnections: left.shift() ?? null })
  return { telemetry: { source: 'a list', sample, close() {} }, left }
}

async function acceptedOf(opened: number, accepted: ReadonlyArray<number | null>) {
  vi.useFakeTimers()
  const { telemetry, left } = acceptingTelemetry(accepted)
  const sampler = new TargetSampler(telemetry)
  await sampler.sample()
  const sampled = sampler.sampleOnceAccepted(opened)
  await vi.advanceTimersByTimeAsync(1_000)
  await sampled
  const { acceptedConnections } = describeTargetStretch(sampler.samples)
  return { acceptedConnections, samples: sampler.samples.length, left: left.length }
}

test('a connection that is still on its way to the server when load ends is waited for', async () => {
  expect(await acceptedOf(3, [100, 102, 102, 103, 104])).toEqual({
    acceptedConnections: 3,
    samples: 2,
    left: 1,
  })
})

test('one that never arrives is not: the count stays as the target has it', async () => {
  const counts = Array.from({ length: 20 }, () => 102)
  expect(await acceptedOf(3, [100, ...counts])).toMatchObject({ acceptedConnections: 2, samples: 2, left: 9 })
})

test('a target that does not say what it accepted is asked once', async () => {
  expect(await acceptedOf(3, [null, null, 7])).toEqual({ acceptedConnections: null, samples: 2, left: 1 })
})
