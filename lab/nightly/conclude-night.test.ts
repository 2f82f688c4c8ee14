import { describe, expect, test } from 'vitest'
import { readMeasurement } from '../../models/measurement/measurement.ts'
import type { NightRecord } from '../../models/nightly/night-record.ts'
import { toStored, UNLIMITED } from '../../models/pool/settings.ts'
import { concludeNight, type NightComparison, type NightIdentity } from './conclude-night.ts'
import { measuredNight, nightlyBlock } from './measured-window.fixture.ts'
import type { MeasuredWindow } from './measured-window.ts'

const identity: NightIdentity = {
  schemaVersion: 1,
  at: '2026-11-23T03:17:00.000Z',
  scenario: 'shop',
  scenarioHash: 'abc',
  seed: 1,
  commit: null,
  environment: { fingerprint: 'f', runtime: 'Node 22.1.0', platform: 'Linux 6 x64', cpu: 'a', cores: 2 },
  client: 'go-net-http',
  settings: toStored(UNLIMITED),
}

/** Measures what is given, in its order. */
async function conclude(
  comparison: NightComparison,
  ...nights: readonly (readonly MeasuredWindow[])[]
): Promise<{ readonly record: NightRecord; readonly measured: number }> {
  let measured = 0
  const record = await concludeNight({
    comparison,
    history: [],
    identity,
    measure: async () => {
      const night = nights[measured++]
      if (night === undefined) throw new Error('measured more often than was foreseen')
      return night
    },
  })
  return { record, measured }
}

const p99 = (metrics: NightRecord['metrics']) => metrics.find(({ metric }) => metric === 'p99')?.effect

describe('a night without a baseline', () => {
  test('is pinned, with the blocks that later nights are compared with', async () => {
    const { record, measured } = await conclude({ kind: 'nothing' }, measuredNight(10))
    expect(measured).toBe(1)
    expect(record).toMatchObject({ against: 'pinned', metrics: [], again: null })
    expect(record.judgement).toMatchObject({ verdict: 'baseline', findings: [], falseAlarm: false })
    expect(record.blocks?.map(({ windowFromMs }) => windowFromMs)).toEqual([
      0, 1000, 2000, 3000, 4000, 5000, 6000,
    ])
    expect(readMeasurement(record.measured).requests.due).toBe(1400)
  })

  test('is pinned with a warning when it was disturbed', async () => {
    const quiet = await conclude({ kind: 'nothing' }, measuredNight(10))
    expect(quiet.record.judgement.why).toBe('Pinned: later nights are compared with this one.')
    const restless = measuredNight(10).map((window, i) => ({
      ...window,
      tonight: nightlyBlock({ responseMs: i % 2 === 0 ? 10 : 18 }),
    }))
    const { record } = await conclude({ kind: 'nothing' }, restless)
    expect(record.judgement.verdict).toBe('baseline')
    expect(record.judgement.why).toMatch(
      /agrees with itself only within \d+ %: pin a quieter night with --pin\.$/,
    )
  })

  test('is not pinned when its requests fail', async () => {
    const failing = nightlyBlock({ responseMs: 10, failed: 30 })
    const night = measuredNight(10).map((window) => ({ ...window, tonight: failing, tonightAgain: failing }))
    const { record } = await conclude({ kind: 'nothing' }, night)
    expect(record.judgement.verdict).toBe('unknown')
    expect(record.blocks).toBeUndefined()
  })
})

describe('a night against a pinned one', () => {
  const pinned = async (): Promise<NightComparison> => {
    const { record } = await conclude({ kind: 'nothing' }, measuredNight(10))
    return { kind: 'pinned', blocks: record.blocks ?? [] }
  }

  test('that is the same is ok, and measured once', async () => {
    const { record, measured } = await conclude(await pinned(), measuredNight(10, null, 3))
    expect(record.judgement.verdict).toBe('ok')
    expect(p99(record.metrics)?.change).toBeCloseTo(0, 2)
    expect(measured).toBe(1)
    expect(record.blocks).toBeUndefined()
  })

  test('that is slower is a regression only when a second measurement says so too', async () => {
    const comparison = await pinned()
    const twice = await conclude(comparison, measuredNight(12), measuredNight(12, null, 2))
    expect(twice.record.judgement.verdict).toBe('regression')
    expect(p99(twice.record.metrics)?.change).toBeCloseTo(0.2, 2)
    expect(p99(twice.record.again ?? [])?.change).toBeCloseTo(0.2, 2)
    expect(readMeasurement(twice.record.measured).requests.due).toBe(2800)
    const once = await conclude(comparison, measuredNight(12), measuredNight(10, null, 2))
    expect(once.measured).toBe(2)
    expect(once.record.judgement.verdict).not.toBe('regression')
  })

  test('is measured a third time where the second can neither confirm nor deny', async () => {
    const comparison = await pinned()
    const disturbed = measuredNight(12).map((window, i) => ({
      ...window,
      tonight: nightlyBlock({ responseMs: i === 3 ? 14 : 10 }),
    }))
    const slower = await conclude(comparison, measuredNight(12), disturbed, measuredNight(12, null, 2))
    expect(slower.measured).toBe(3)
    expect(slower.record.judgement.verdict).toBe('regression')
    expect(p99(slower.record.third ?? [])?.change).toBeCloseTo(0.2, 2)
    expect(readMeasurement(slower.record.measured).requests.due).toBe(4200)
    const same = await conclude(comparison, measuredNight(12), disturbed, measuredNight(10, null, 2))
    expect(same.record.judgement.verdict).toBe('ok')
    const never = await conclude(comparison, measuredNight(12), disturbed, disturbed)
    expect(never.record.judgement.verdict).toBe('unknown')
    expect(never.record.judgement.why).toContain('neither confirms nor denies')
  })

  test('whose second measurement cannot be trusted says nothing', async () => {
    const late = nightlyBlock({ responseMs: 12 }, 60)
    const second = measuredNight(12).map((window) => ({ ...window, tonight: late, tonightAgain: late }))
    const { record } = await conclude(await pinned(), measuredNight(12), second)
    expect(record.judgement.verdict).toBe('unknown')
    expect(record.judgement.why).toContain('late on both sides')
  })

  test('compares windows by their place in the schedule', async () => {
    const comparison = await pinned()
    const elsewhere = measuredNight(20).map(({ window, ...blocks }, i) => ({
      window: i === 0 ? { fromMs: 99_000, toMs: 99_900 } : window,
      ...blocks,
    }))
    const { record } = await conclude(comparison, elsewhere, elsewhere)
    expect(p99(record.metrics)?.before).toBeCloseTo(10, 0)
    expect(p99(record.metrics)?.after).toBeCloseTo(20, 0)
    expect(record.metrics.find(({ metric }) => metric === 'mean')?.effect?.margin).not.toBeNull()
  })
})

test('a baseline that is measured in turns is what tonight is compared with', async () => {
  const { record } = await conclude({ kind: 'interleaved' }, measuredNight(12, 10), measuredNight(12, 10, 1))
  expect(record.against).toBe('interleaved')
  expect(p99(record.metrics)?.change).toBeCloseTo(0.2, 2)
  expect(record.judgement.verdict).toBe('regression')
  expect(p99(record.sameAgainstSame)?.change).toBeCloseTo(0, 2)
})
