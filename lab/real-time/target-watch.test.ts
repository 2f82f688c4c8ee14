import { expect, test } from 'vitest'
import { type TargetSample, UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { type TargetTelemetry, TelemetryError } from '../telemetry/target-telemetry.ts'
import { describeSamples, TargetWatch } from './target-watch.ts'

function sampleOf(requestsReceived: number, rssBytes = 1): TargetSample {
  return { ...UNKNOWN_SAMPLE, atEpochMs: 0, requestsReceived, rssBytes }
}

/** Answers with the counts given, one after the other; `null` is no answer. */
function telemetryOf(counts: ReadonlyArray<number | null>): TargetTelemetry {
  const left = [...counts]
  return {
    source: 'a list',
    sample(): Promise<TargetSample> {
      const count = left.shift() ?? null
      return count === null
        ? Promise.reject(new TelemetryError('no answer'))
        : Promise.resolve(sampleOf(count))
    },
    close() {},
  }
}

test("a minute's last sample is the next one's first, so that nothing is counted twice or left out", async () => {
  const watch = new TargetWatch(telemetryOf([100, 107, 150]))
  await watch.start()
  const minutes = [await watch.minute(), await watch.minute()]
  watch.stop()
  expect(minutes.map(({ target }) => target.requestsReceived)).toEqual([7, 43])
})

test('what a target counted is not known of minutes at whose beginning or end it did not answer', async () => {
  const watch = new TargetWatch(telemetryOf([100, null, 150, 160]))
  await watch.start()
  const minutes = [await watch.minute(), await watch.minute(), await watch.minute()]
  watch.stop()
  expect(minutes.map(({ target }) => target.requestsReceived)).toEqual([null, null, 10])
  expect(minutes.map(({ targetRestarts }) => targetRestarts)).toEqual([0, 0, 0])
})

test('a target that tells nothing is not known', async () => {
  const watch = new TargetWatch(null)
  await watch.start()
  expect((await watch.minute()).target).toMatchObject({ requestsReceived: null, rssPeakBytes: null })
})

test('one that counts from 0 again was restarted: its peaks are known, and not what it counted', () => {
  const { target, targetRestarts } = describeSamples([
    sampleOf(10, 5),
    sampleOf(30, 9),
    sampleOf(2, 3),
    sampleOf(40, 4),
  ])
  expect(targetRestarts).toBe(1)
  expect(target).toMatchObject({ requestsReceived: null, rssPeakBytes: 9 })
})
