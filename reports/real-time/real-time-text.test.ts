import { describe, expect, test } from 'vitest'
import { minuteEntry } from '../../models/real-time/minute-entry.fixture.ts'
import type { RealTimeArtifact } from '../../models/real-time/real-time-artifact.ts'
import { plannedMinute, planRealTime } from '../../models/real-time/real-time-plan.ts'
import { buildRealTimeReport } from '../../models/real-time/real-time-report.ts'
import { RealTimeTally } from '../../models/real-time/real-time-tally.ts'
import { toStored, UNLIMITED } from '../../models/pool/settings.ts'
import { thresholdOf } from '../../models/thresholds/threshold.fixture.ts'
import { dayText, formatGapLength } from './day-text.ts'
import { realTimeText } from './real-time-text.ts'

const MINUTES = 60

function textOf(sides: 1 | 2, measured = MINUTES): string {
  const artifact: RealTimeArtifact = {
    plan: planRealTime({ scheduleMs: MINUTES * 60_000, forMs: null, sides }),
    client: 'undici',
    today: toStored({ ...UNLIMITED, maxIdlePerHost: 2 }),
    recommended: sides === 1 ? null : { settings: toStored(UNLIMITED), fromRun: '20261122-164158-seven-day' },
    targetUrl: null,
    slo: { p99Ms: 15, failureRate: 0.01 },
    thresholds: [thresholdOf('responseTime', 'p(99)<250')],
    notes: [],
  }
  const tally = new RealTimeTally(artifact.plan)
  for (let minute = 0; minute < measured; minute++) {
    const { side } = plannedMinute(artifact.plan, minute)
    const gap = { fromEpochMs: 1_790_000_000_000, toEpochMs: 1_790_000_720_000, why: 'not-running' } as const
    tally.add(
      minuteEntry({
        minute,
        side,
        responseMs: side === 'today' ? 20 : 10,
        failed: minute === 3 ? 2 : 0,
        gapBefore: minute === 30 ? gap : null,
      }),
    )
  }
  const identity = {
    name: 'seven-day',
    seed: 1,
    startedAt: '2026-09-21T13:33:20.000Z',
    scenarioHash: '',
    command: measured < MINUTES ? 'kneepoint run --resume r' : 'kneepoint run s.ts --real-time',
    environment: 'Node 20, 2 cores, CPU',
  }
  return realTimeText(buildRealTimeReport(identity, artifact, tally))
}

describe('a run with two sides', () => {
  const text = textOf(2)

  test('has the table of before and after, and what it is made of', () => {
    expect(text).toMatch(/^mean response +20\.0 ms +10\.0 ms +-50\.0 %/m)
    expect(text).toContain("6 pairs of blocks of 5 min, through today's settings and those that")
    expect(text.replace(/\s+/g, ' ')).toContain(
      'the first 1 min of each block, in which its pool fills, are left out',
    )
    expect(text).toContain('target RSS peak: not available')
  })

  test('tells of each side, the thresholds, the days and the gaps', () => {
    expect(text).toMatch(/^All that was sent +today +recommended$/m)
    expect(text).toMatch(/^the scenario's SLO +missed +met$/m)
    expect(text).toContain('✓ responseTime p(99)<250 was')
    expect(text).toContain('day 1: 60 min, 6002 requests, 2 failed, 60 dials')
    expect(text).toContain('gap of 12 min from 2026-09-21 14:13 UTC: the run was not running')
    expect(text.replace(/\s+/g, ' ')).toContain('it is time without figures, not time without traffic')
  })

  test('fits 80 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
  })
})

test('a run that is not at its end says so, and how it goes on', () => {
  const text = textOf(1, 7)
  expect(text).toContain('INCOMPLETE: 7 of 60 minutes of the schedule were measured.')
  expect(text).toContain('Go on: kneepoint run --resume r')
  expect(text).not.toContain('Before and after')
})

test('a run in which nothing was measured has no table', () => {
  expect(textOf(1, 0)).toContain('Nothing was measured yet.')
})

test('a day in which nothing was answered says so', () => {
  const plan = planRealTime({ scheduleMs: 60_000, forMs: null, sides: 1 })
  const text = dayText(
    {
      day: 3,
      minutes: 1,
      requests: 5,
      failed: 5,
      meanMs: null,
      p99Ms: null,
      worst: null,
      dialed: 5,
      rssPeakBytes: 104_857_600,
      gcPauses: 2,
      gcTotalMs: 6,
      gcMaxMs: 4,
      targetRestarts: 1,
      gaps: [],
      lateMinutes: 1,
    },
    plan,
  )
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(text.replace(/\s+/g, ' ')).toBe(
    'day 3: 1 min, 5 requests, 5 failed, 5 dials nothing was answered ' +
      'target: RSS peak 100.0 MiB, 2 GC pauses of 6.00 ms together, longest 4.00 ms, 1 restart ' +
      'requests went out late in 1 minute',
  )
})

test.each([
  [5_000, '5 s'],
  [720_000, '12 min'],
  [12_600_000, '3.5 h'],
])('a gap of %d ms is %s', (ms, text) => expect(formatGapLength(ms)).toBe(text))
