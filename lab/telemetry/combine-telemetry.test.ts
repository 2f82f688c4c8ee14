import { expect, test } from 'vitest'
import { UNKNOWN_SAMPLE, type TargetSample } from '../../models/measurement/target-sample.ts'
import { combineTelemetry } from './combine-telemetry.ts'
import { TelemetryError, type TargetTelemetry } from './target-telemetry.ts'

const closed: string[] = []

function fixed(source: string, sample: Partial<TargetSample> | Error): TargetTelemetry {
  return {
    source,
    sample: async () => {
      if (sample instanceof Error) throw sample
      return { ...UNKNOWN_SAMPLE, atEpochMs: 0, ...sample }
    },
    close: () => void closed.push(source),
  }
}

test('for each figure the first source that knows it wins, 0 included', async () => {
  const combined = combineTelemetry([
    fixed('a', { atEpochMs: 1, openConnections: 0, rssBytes: null }),
    fixed('b', {
      atEpochMs: 2,
      runtime: 'Bun 1.4.5',
      openConnections: 9,
      rssBytes: 5,
      gc: { count: 1, totalMs: 2, maxMs: null },
      counters: { copies: 3 },
    }),
  ])
  expect(combined.source).toBe('a + b')
  expect(await combined.sample()).toEqual({
    ...UNKNOWN_SAMPLE,
    atEpochMs: 1,
    runtime: 'Bun 1.4.5',
    openConnections: 0,
    rssBytes: 5,
    gc: { count: 1, totalMs: 2, maxMs: null },
    counters: { copies: 3 },
  })
})

test('does without a source that fails, but not without all of them', async () => {
  const broken = fixed('broken', new TelemetryError('no route'))
  const sample = await combineTelemetry([broken, fixed('b', { atEpochMs: 2, cpuSeconds: 1 })]).sample()
  expect([sample.atEpochMs, sample.cpuSeconds]).toEqual([2, 1])
  await expect(combineTelemetry([broken, broken]).sample()).rejects.toThrow(
    'no source answered: no route; no route',
  )
  expect(() => combineTelemetry([])).toThrow(RangeError)
})

test('closes every source', () => {
  closed.length = 0
  combineTelemetry([fixed('a', {}), fixed('b', {})]).close()
  expect(closed).toEqual(['a', 'b'])
})
