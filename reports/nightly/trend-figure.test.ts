import { describe, expect, test } from 'vitest'
import type { NightRecord } from '../../models/nightly/night-record.ts'
import { nightRecord, scenarioNight } from './scenario-night.fixture.ts'
import { trendFigures } from './trend-figure.ts'

const nightOf = (day: number, figures: Parameters<typeof nightRecord>[0] = {}): NightRecord =>
  nightRecord({ at: new Date(Date.UTC(2026, 10, day, 3)).toISOString(), ...figures })

const figuresOf = (history: readonly NightRecord[]) => trendFigures({ ...scenarioNight(), history })
const p99Of = (history: readonly NightRecord[]) => figuresOf(history).find(({ metric }) => metric === 'p99')

/** A small spread that repeats, about a level. */
const around = (level: number, i: number) => level + [0.002, -0.003, 0.001, 0, -0.001, 0.003, -0.002][i % 7]!

describe('a trend', () => {
  test('has a point for each night, with its interval and its verdict', () => {
    const figure = p99Of([
      nightOf(1, { verdict: 'baseline' }),
      nightOf(2, { change: 0.01 }),
      nightOf(3, { change: 0.2, verdict: 'regression' }),
    ])
    expect(figure?.nights.map(({ change, verdict }) => [change, verdict])).toEqual([
      [null, 'baseline'],
      [0.01, 'ok'],
      [0.2, 'regression'],
    ])
    expect(figure?.nights[2]).toMatchObject({ at: '2026-11-03T03:00:00.000Z', value: 15 })
    expect(figure?.nights[2]?.low).toBeLessThan(0.2)
    expect(figure?.nights[0]?.value).toBe(12.5)
    expect(figure?.gate).toBeCloseTo(0.06, 10)
    expect(figure?.changedFrom).toBeNull()
  })

  test('is of the nights that were compared as the last one was', () => {
    const turns = nightOf(2, { change: 0.5 })
    const history = [
      nightOf(1, { verdict: 'baseline' }),
      { ...turns, against: 'interleaved' as const },
      nightOf(3),
    ]
    expect(p99Of(history)?.nights).toHaveLength(2)
  })

  test('is none before a night was compared', () => {
    expect(figuresOf([nightOf(1, { verdict: 'baseline' })])).toEqual([])
    expect(figuresOf([])).toEqual([])
  })

  test('is of the metrics that there are', () => {
    expect(figuresOf([nightOf(1)]).map(({ metric }) => metric)).toEqual(['p99', 'mean', 'failureRate'])
  })
})

test('marks where the figures changed, counting no night of which nothing could be said', () => {
  const before = Array.from({ length: 20 }, (_, i) => nightOf(2 + i, { change: around(0, i) }))
  const after = Array.from({ length: 8 }, (_, i) => nightOf(23 + i, { change: around(0.05, i) }))
  const nothing = nightOf(22, { verdict: 'unknown' })
  const figure = p99Of([nightOf(1, { verdict: 'baseline' }), ...before, nothing, ...after])
  expect(figure?.changedFrom).toBe(22)
})

test('counts a night whose gate was too wide, and none whose figure was 0, which has no logarithm', () => {
  const before = Array.from({ length: 20 }, (_, i) => nightOf(2 + i, { change: around(0, i) }))
  const after = Array.from({ length: 8 }, (_, i) => nightOf(22 + i, { change: around(0.05, i) }))
  const history = [nightOf(1, { verdict: 'baseline' }), ...before, ...after]
  expect(p99Of(history)?.changedFrom).toBe(21)
  const wide = { metric: 'p99', verdict: 'unknown', gate: 0.5, noise: null, why: 'Too wide.' } as const
  const unknown = { verdict: 'unknown', why: 'Too wide.', findings: [wide], falseAlarm: false } as const
  const withWide = history.map((night, i) => (i === 24 ? { ...night, judgement: unknown } : night))
  expect(p99Of(withWide)?.changedFrom).toBe(21)
  const withNone = history.map((night, i) =>
    i === 24
      ? {
          ...night,
          metrics: night.metrics.map((metric) => (metric.metric === 'p99' ? toNothing(metric) : metric)),
        }
      : night,
  )
  expect(p99Of(withNone)?.changedFrom).toBe(21)
})

function toNothing(metric: NightRecord['metrics'][number]): NightRecord['metrics'][number] {
  return metric.effect === null ? metric : { ...metric, effect: { ...metric.effect, after: 0, change: -1 } }
}
