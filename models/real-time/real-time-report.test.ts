import { describe, expect, test } from 'vitest'
import { toStored, UNLIMITED } from '../pool/settings.ts'
import { thresholdOf } from '../thresholds/threshold.fixture.ts'
import { describeTargetStretch } from '../measurement/target-stretch.ts'
import { UNKNOWN_SAMPLE } from '../measurement/target-sample.ts'
import { minuteEntry } from './minute-entry.fixture.ts'
import type { RealTimeArtifact } from './real-time-artifact.ts'
import { plannedMinute, planRealTime } from './real-time-plan.ts'
import { buildRealTimeReport } from './real-time-report.ts'
import { RealTimeTally } from './real-time-tally.ts'

const MINUTES = 120

function artifactOf(sides: 1 | 2): RealTimeArtifact {
  return {
    plan: planRealTime({ scheduleMs: MINUTES * 60_000, forMs: null, sides }),
    client: 'undici',
    today: toStored(UNLIMITED),
    recommended: sides === 1 ? null : { settings: toStored(UNLIMITED), fromRun: 'the-run' },
    targetUrl: null,
    slo: { p99Ms: 15, failureRate: 0.01 },
    thresholds: [thresholdOf('responseTime', 'max<15')],
    notes: [],
  }
}

const identity = { name: 'n', seed: 1, startedAt: '', scenarioHash: '', command: '', environment: '' }

type Figures = Parameters<typeof minuteEntry>[0]

function reportOf(sides: 1 | 2, minutes: number, of: (minute: number, side: string) => Figures) {
  const artifact = artifactOf(sides)
  const tally = new RealTimeTally(artifact.plan)
  for (let minute = 0; minute < minutes; minute++) {
    const { side } = plannedMinute(artifact.plan, minute)
    tally.add(minuteEntry({ minute, side, ...of(minute, side) }))
  }
  return buildRealTimeReport(identity, artifact, tally)
}

const target = (rssBytes: number) => {
  const sample = { ...UNKNOWN_SAMPLE, atEpochMs: 0, rssBytes, gc: { count: 0, totalMs: 0, maxMs: null } }
  return describeTargetStretch([sample, { ...sample, gc: { count: 2, totalMs: 6, maxMs: null } }])
}

describe('two sides', () => {
  const report = reportOf(2, MINUTES, (minute, side) => ({
    responseMs: side === 'today' ? 20 : 10 + (minute % 10 < 2 ? 1000 : 0),
    dialed: side === 'today' ? 60 : 30,
    target: target(side === 'today' ? 2e8 : 1e8),
  }))
  const metric = (name: string) => report.beforeAfter.find((each) => each.metric === name)

  test('are compared in pairs of blocks, without the minutes in which pools fill', () => {
    expect(report.pairs).toBe(6)
    expect(metric('mean')?.effect).toMatchObject({ before: 20, after: 10, change: expect.closeTo(-0.5, 9) })
    expect(metric('p99')?.effect?.after).toBeCloseTo(10, 1)
    expect(metric('dialsPerSecond')?.effect).toMatchObject({ before: 1, after: 0.5 })
  })

  test('have what the target tells of each', () => {
    expect(metric('rssPeak')?.effect).toMatchObject({ before: 2e8, after: 1e8 })
    expect(metric('gcPause')?.effect).toMatchObject({ before: 3, after: 3 })
    expect(report.sides.map(({ gcPauses }) => gcPauses)).toEqual([120, 120])
  })

  test('are told with all that was sent, and thresholds are on the recommended one', () => {
    expect(report.sides.map(({ side, minutes, requests }) => [side, minutes, requests])).toEqual([
      ['today', 60, 6000],
      ['recommended', 60, 6000],
    ])
    expect(report.thresholds).toMatchObject([
      { passed: false, value: expect.closeTo(1010, 9), samples: 6000 },
    ])
    expect(report.sides.map(({ meetsSlo }) => meetsSlo)).toEqual([false, false])
  })
})

test('a side that is alone has no comparison, and its own thresholds', () => {
  const report = reportOf(1, MINUTES, () => ({ responseMs: 10 }))
  expect(report.beforeAfter).toEqual([])
  expect(report.verdict.verdict).toBe('VALID')
  expect(report.thresholds[0]?.passed).toBe(true)
  expect(report.sides).toMatchObject([{ side: 'today', minutes: MINUTES, meetsSlo: true }])
})

test('a run that is not at its end says how far it has come', () => {
  const { verdict, minutes } = reportOf(1, 7, () => ({}))
  expect(verdict).toMatchObject({
    verdict: 'INCOMPLETE',
    why: '7 of 120 minutes of the schedule were measured',
  })
  expect(minutes).toEqual({ measured: 7, planned: 120, late: 0 })
})

test.each([
  [6, 'VALID'],
  [7, 'GENERATOR_BOUND'],
])('with %d late minutes of 120 it is %s', (late, verdict) => {
  const health = (minute: number) => ({
    driftP99Ms: 1,
    driftMaxMs: 1,
    latenessP99Ms: minute < late ? 20.1 : 20,
  })
  const report = reportOf(1, MINUTES, (minute) => ({ generator: health(minute) }))
  expect(report.verdict.verdict).toBe(verdict)
})

test('days tell of their worst minute, failures and gaps; a gap is no traffic of zero', () => {
  const gap = { fromEpochMs: 0, toEpochMs: 3_600_000, why: 'not-running' } as const
  const report = reportOf(1, MINUTES, (minute) => ({
    responseMs: minute === 33 ? 40 : 10,
    failed: minute === 5 ? 3 : 0,
    gapBefore: minute === 50 ? gap : null,
    targetRestarts: minute === 50 ? 1 : 0,
  }))
  expect(report.days).toHaveLength(1)
  expect(report.days[0]).toMatchObject({
    day: 1,
    minutes: MINUTES,
    requests: 100 * MINUTES + 3,
    failed: 3,
    worst: { minute: 33, p99Ms: 40 },
    gaps: [gap],
    targetRestarts: 1,
    dialed: MINUTES,
  })
  expect(report.gaps).toEqual([gap])
})
