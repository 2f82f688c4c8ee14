import { expect, test } from 'vitest'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import { plainPaint } from './paint.ts'
import { thresholdRows } from './threshold-rows.ts'

const p99: ThresholdResult['threshold'] = {
  metric: 'responseTime',
  request: null,
  expression: 'p(99)<250',
  aggregate: { kind: 'percentile', percentile: 99 },
  comparison: '<',
  limit: 250,
  abortOnFail: false,
  delayMs: 0,
}
const kept: ThresholdResult = { threshold: p99, passed: true, value: 118.4, samples: 4000, aborted: false }
const failed: ThresholdResult = {
  threshold: { ...p99, metric: 'failed', expression: 'rate<0.01', aggregate: { kind: 'rate' }, limit: 0.01 },
  passed: false,
  value: 0.0234,
  samples: 4000,
  aborted: true,
}

test('a row says what was asked, and what came of it', () => {
  expect(thresholdRows([kept, failed])).toEqual([
    '✓ responseTime  p(99)<250  118 ms',
    '✗ failed        rate<0.01  2.34 %; it ended the run',
  ])
  expect(thresholdRows([])).toEqual([])
})

test.each<[Partial<ThresholdResult['threshold']>, number | null, string]>([
  [{}, 1.234, '1.23 ms'],
  [{}, null, '– (nothing was measured)'],
  [{ metric: 'requests', aggregate: { kind: 'rate' } }, 1234.5, '1235/s'],
  [{ metric: 'dials', aggregate: { kind: 'rate' } }, 0.25, '0.25/s'],
  [{ metric: 'failed', aggregate: { kind: 'count' } }, 3, '3'],
  [{ metric: 'failed', aggregate: { kind: 'rate' } }, 0, '0 %'],
])('%j has its figure in the unit of the metric', (parts, value, figure) => {
  const [row] = thresholdRows([{ ...kept, threshold: { ...p99, ...parts }, value }])
  expect(row?.endsWith(`p(99)<250  ${figure}`)).toBe(true)
})

test('long names are wrapped within 80 columns', () => {
  const threshold = { ...p99, request: `GET /${'x'.repeat(75)}`, expression: 'p(99.9) <= 1500' }
  const rows = thresholdRows([kept, { ...kept, threshold }])
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80)
  expect(rows.join('').replaceAll(' ', '')).toContain(
    `responseTime{name:GET/${'x'.repeat(75)}}p(99.9)<=1500118ms`,
  )
})

test('marks alone have colours', () => {
  const paint = { ...plainPaint, good: (text: string) => `<${text}>`, bad: (text: string) => `[${text}]` }
  const [first = '', second = ''] = thresholdRows([kept, failed], paint)
  expect([first.slice(0, 5), second.slice(0, 5)]).toEqual(['<✓> r', '[✗] f'])
})
