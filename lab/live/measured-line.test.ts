import { expect, test } from 'vitest'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { measurementWith } from '../bench/bench-result.fixture.ts'
import { bracketText } from './bracket-text.ts'
import { measuredLine } from './measured-line.ts'

test('a stretch in one line', () => {
  const measurement = measurementWith()
  expect(measuredLine('window 1 of 7, before', { measurement, generator: { latenessP99Ms: 2 } })).toBe(
    'window 1 of 7, before: 1,995/s answered of 2,005/s; P50 10.0 ms, P99 10.0 ms; 8 failed, 2 dropped; 3 dialed; late by 2.00 ms (P99)',
  )
})

test('a stretch in which nothing was measured', () => {
  const measurement = measurementWith({
    measuredMs: 0,
    requests: { due: 0, completed: 0, ended: 0, failed: 0, dropped: 0, retried: 0 },
    response: new LatencyHistogram(),
  })
  expect(measuredLine('x', { measurement, generator: { latenessP99Ms: 0 } })).toBe(
    'x: – answered of –; P50 –, P99 –; 0 failed; 3 dialed; late by 0.00 ms (P99)',
  )
})

test.each([
  [{ lower: null, upper: null }, 'capacity: not known yet'],
  [{ lower: 1200, upper: null }, 'capacity: at least 1,200/s'],
  [{ lower: null, upper: 20 }, 'capacity: below 20/s'],
  [{ lower: 1200, upper: 1300 }, 'capacity: between 1,200/s and 1,300/s'],
])('%j', (bounds, text) => {
  expect(bracketText(bounds)).toBe(text)
})
