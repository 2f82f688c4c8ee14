import { expect, it } from 'vitest'
import { latencyChart } from './latency-chart.ts'

const curve = {
  side: 'before',
  source: 'measured',
  requests: 1000,
  points: [
    { percentile: 0, responseMs: 5 },
    { percentile: 90, responseMs: 10 },
    { percentile: 99, responseMs: 40 },
    { percentile: 99.9, responseMs: 130 },
    { percentile: 100, responseMs: 180 },
  ],
} as const

const { option } = latencyChart({ curves: [curve] }, { width: 920, live: true })

it('has 0 %, 90 %, 99 % and 99.9 % at equal distances', () => {
  const [series] = option.series as ReadonlyArray<{ readonly data: ReadonlyArray<readonly [number, number]> }>
  const places = series?.data.map(([x]) => Math.log10(x)) ?? []
  expect(places.map((place) => Number(place.toFixed(9)))).toEqual([0, 1, 2, 3])
})

it('leaves out the slowest request of all, which is infinitely far', () => {
  const [series] = option.series as ReadonlyArray<{ readonly data: readonly unknown[] }>
  expect(series?.data).toHaveLength(4)
})

it('names percentiles on its axis', () => {
  const { formatter } = (option.xAxis as { axisLabel: { formatter: (x: number) => string } }).axisLabel
  expect([1, 10, 100, 1000, 10_000].map(formatter)).toEqual(['0 %', '90 %', '99 %', '99.9 %', '99.99 %'])
})

it('tells under the pointer the time of the next point, never a better one', () => {
  const { formatter } = option.tooltip as { formatter: (shown: unknown) => string }
  expect(formatter([{ axisValue: 100 }])).toContain('40 ms')
  expect(formatter([{ axisValue: 101 }])).toContain('130 ms')
})

it('has room for a legend of two lines on a phone', () => {
  const topAt = (width: number) =>
    (latencyChart({ curves: [curve] }, { width, live: false }).option.grid as { top: number }).top
  expect([topAt(310), topAt(920)]).toEqual([86, 56])
})
