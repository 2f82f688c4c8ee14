import { describe, expect, it } from 'vitest'
import { verifyBlock, verifyPair } from '../../models/report/verify-pairs.fixture.ts'
import { runWith, wholeRun } from '../html/finished-run.fixture.ts'
import { bencherMetrics } from './bencher-format.ts'
import { benchmarks } from './benchmark-format.ts'
import { sideFigures } from './side-figures.ts'

const dialed = [12, 18, 15, 11, 19, 14, 16, 15, 13, 17]
const pairs = dialed.map((count, i) =>
  verifyPair(verifyBlock({ responseMs: 40 + i, dialed: count }), verifyBlock({ responseMs: 20, dialed: 0 })),
)
const run = { ...runWith({ stages: null }), pairs }

describe('sideFigures', () => {
  const figures = sideFigures(run)
  const figure = (side: string, metric: string) =>
    figures.find((each) => each.side === side && each.metric === metric)

  it('has every figure of both sides', () => {
    expect(figures.map(({ side, metric }) => `${side} ${metric}`)).toEqual([
      'before mean',
      'before p99',
      'before failureRate',
      'before dialsPerSecond',
      'before throughput',
      'after mean',
      'after p99',
      'after failureRate',
      'after dialsPerSecond',
      'after throughput',
    ])
  })

  it('has intervals as Student has them for means of blocks', () => {
    const { value, low, high } = figure('before', 'dialsPerSecond') ?? { value: 0, low: 0, high: 0 }
    expect(value).toBe(15)
    // Standard deviation 2.582 of ten blocks: 2.262 × 2.582 / √10 = 1.847.
    expect(15 - (low ?? 0)).toBeCloseTo(1.847, 0)
    expect((15 - (low ?? 0)) / 1.847).toBeGreaterThan(0.9)
    expect((15 - (low ?? 0)) / 1.847).toBeLessThan(1.1)
    expect((high ?? 0) - 15).toBeCloseTo(15 - (low ?? 0), 9)
  })

  it('holds the value of a positive figure between bounds that are as many times apart', () => {
    const { value, low, high } = figure('before', 'mean') ?? { value: 0, low: 0, high: 0 }
    expect(value).toBeCloseTo(44.5, 1)
    expect((high ?? 0) / value).toBeCloseTo(value / (low ?? 0), 9)
    expect(low).toBeGreaterThan(42)
    expect(low).toBeLessThan(43)
  })

  it('has no interval where no block differs, and none of a P99 of few requests', () => {
    expect(figure('after', 'dialsPerSecond')).toMatchObject({ value: 0, low: null, high: null })
    const short = sideFigures({ ...run, pairs: pairs.slice(0, 2) })
    expect(short.find(({ metric }) => metric === 'p99')).toMatchObject({ low: null, high: null })
    expect(short.find(({ metric }) => metric === 'mean')?.low).not.toBeNull()
  })

  it('is the same each time', () => {
    expect(sideFigures(run)).toEqual(figures)
  })
})

describe('benchmarks', () => {
  it('are figures that are the better the smaller they are, with their intervals', () => {
    const points = benchmarks(run)
    expect(points.map(({ name, unit }) => [name, unit])).toContainEqual([
      'seven-day/after/P99 response',
      'ms',
    ])
    expect(points).toHaveLength(8)
    expect(points[3]).toMatchObject({
      name: 'seven-day/before/dials per second',
      unit: 'per second',
      value: 15,
    })
    expect(points[3]?.range).toMatch(/^13\.\d\d\/s to 16\.\d\d\/s \(95 %\)$/)
    expect(points[3]?.extra).toContain('idleTimeout 90 s')
    expect(points[7]).not.toHaveProperty('range')
    expect(benchmarks({ ...wholeRun, pairs: [] })).toEqual([])
  })
})

describe('bencherMetrics', () => {
  it('has latency in ns and throughput per second, with the bounds that there are', () => {
    const metrics = bencherMetrics(run)
    const mean = metrics['seven-day / before / mean response']?.['latency']
    expect(mean?.value).toBeCloseTo(44_500_000, -5)
    expect(mean?.lower_value).toBeLessThan(mean?.value ?? 0)
    expect(mean?.upper_value).toBeGreaterThan(mean?.value ?? 0)
    expect(metrics['seven-day / after / requests']).toEqual({
      throughput: { value: 100 },
      'failure-rate': { value: 0 },
    })
    expect(bencherMetrics({ ...wholeRun, pairs: [] })).toEqual({})
  })

  it('keeps names within what Bencher takes, and apart from what objects have', () => {
    const long = Object.keys(bencherMetrics({ ...runWith({ name: 'x'.repeat(5000) }), pairs }))
    expect(Math.max(...long.map((name) => name.length))).toBe(1024)
    expect(Object.keys(bencherMetrics({ ...runWith({ name: '__proto__' }), pairs }))).toHaveLength(8)
  })
})
