import { expect, it } from 'vitest'
import {
  formatMeasure,
  formatMeasureChange,
  formatMeasureInterval,
  formatMeasureSize,
} from './format-measure.ts'

it('gives figures the digits that they deserve', () => {
  expect([3.1, 102.04, 0].map((value) => formatMeasure(value, 'us'))).toEqual([
    '3.10 µs',
    '102.0 µs',
    '0.00 µs',
  ])
  expect([412.4, 15_139].map((value) => formatMeasure(value, 'bytesEach'))).toEqual(['412 B', '15139 B'])
  expect([0.25, 12.5, 250].map((value) => formatMeasure(value, 'each'))).toEqual(['0.250', '12.50', '250'])
  expect(formatMeasure(0.0001, 'each')).toBe('<0.001')
  expect(formatMeasure(0.5, 'share')).toBe('50.00 %')
  expect(formatMeasure(Number.NaN, 'us')).toBe('–')
})

it('gives changes and intervals in the unit, or in percent', () => {
  expect(formatMeasureChange(3.1, 'difference', 'us')).toBe('+3.10 µs')
  expect(formatMeasureChange(0.031, 'ratio', 'us')).toBe('+3.1 %')
  expect(formatMeasureChange(null, 'ratio', 'us')).toBe('–')
  expect(formatMeasureInterval({ low: 2.2, high: 4 }, 'difference', 'us')).toBe('+2.20 … +4.00 µs')
  expect(formatMeasureInterval({ low: -400, high: 424 }, 'difference', 'bytesEach')).toBe('-400 … +424 B')
  expect(formatMeasureInterval({ low: null, high: null }, 'difference', 'us')).toBe('–')
  expect(formatMeasureSize(0.043, 'ratio', 'us')).toBe('4.3 %')
  expect(formatMeasureSize(4, 'difference', 'us')).toBe('4.00 µs')
})
