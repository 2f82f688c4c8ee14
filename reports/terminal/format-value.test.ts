import { describe, expect, it } from 'vitest'
import {
  formatChange,
  formatInterval,
  formatMoment,
  formatPrecision,
  formatShare,
  formatSize,
  formatValue,
} from './format-value.ts'

describe('formatValue', () => {
  it('gives each unit the digits that it deserves', () => {
    expect(formatValue(1.234, 'ms')).toBe('1.23 ms')
    expect(formatValue(43.27, 'ms')).toBe('43.3 ms')
    expect(formatValue(0.00123, 'share')).toBe('0.12 %')
    expect(formatValue(30.625, '1/s')).toBe('30.63/s')
    expect(formatValue(110_729_626, 'bytes')).toBe('105.6 MiB')
  })

  it('shows an en dash where there is nothing', () => {
    expect(formatValue(Number.NaN, 'ms')).toBe('–')
  })

  it('shows 0 only for what is nothing, without a sign', () => {
    expect(formatValue(0.004, '1/s')).toBe('<0.01/s')
    expect(formatValue(0.00002, 'share')).toBe('<0.01 %')
    expect(formatValue(1000, 'bytes')).toBe('<0.1 MiB')
    expect(formatValue(0, '1/s')).toBe('0.00/s')
    expect(formatValue(-0, 'ms')).toBe('0.00 ms')
    expect(formatValue(-0.001, 'ms')).toBe('0.00 ms')
    expect(formatValue(9.996, 'ms')).toBe('10.0 ms')
  })
})

describe('formatChange', () => {
  it('always shows the sign, and none for zero', () => {
    expect(formatChange(-0.487)).toBe('-48.7 %')
    expect(formatChange(0.168)).toBe('+16.8 %')
    expect(formatChange(-0.0001)).toBe('0.0 %')
  })

  it('leaves something of what is not all gone', () => {
    expect(formatChange(-0.9999)).toBe('-99.9 %')
    expect(formatChange(-1)).toBe('-100.0 %')
    expect(formatChange(-10)).toBe('-1000.0 %')
  })

  it('is an en dash where there is none', () => {
    for (const change of [Number.NaN, Infinity]) expect(formatChange(change)).toBe('–')
  })

  it('gives differences in their own unit', () => {
    expect(formatChange(0.001, 'difference', 'share')).toBe('+0.10 pp')
    expect(formatChange(-28.5, 'difference', '1/s')).toBe('-28.50/s')
  })
})

describe('formatInterval', () => {
  it('names the unit once', () => {
    expect(formatInterval(-0.664, -0.217)).toBe('-66.4 … -21.7 %')
    expect(formatInterval(-0.38, -0.1, 'difference', '1/s')).toBe('-0.38 … -0.10/s')
    expect(formatInterval(0, 0, 'difference', 'share')).toBe('0.00 … 0.00 pp')
  })

  it('shows an en dash where there is none', () => {
    expect(formatInterval(null, null)).toBe('–')
  })
})

describe('formatSize', () => {
  it('has no sign', () => {
    expect(formatSize(0.071)).toBe('7.1 %')
    expect(formatSize(0.483)).toBe('48 %')
    expect(formatSize(0.0005, 'difference', 'share')).toBe('0.05 pp')
    expect(formatSize(1.2, 'difference', '1/s')).toBe('1.20/s')
  })

  it('is not 0 where there may be a difference', () => {
    expect(formatSize(0.0001)).toBe('0.1 %')
    expect(formatSize(0.000001, 'difference', 'share')).toBe('0.01 pp')
    expect(formatSize(0.001, 'difference', '1/s')).toBe('0.01/s')
    expect(formatSize(0)).toBe('0.0 %')
  })
})

describe('formatShare and formatPrecision', () => {
  it('have a decimal where it says something', () => {
    expect(formatShare(0.0994)).toBe('9.9 %')
    expect(formatShare(0.0996)).toBe('10 %')
    expect(formatPrecision(0.1)).toBe('10 %')
    expect(formatShare(-0.0001)).toBe('0.0 %')
  })

  it('are 100 % only for all of it', () => {
    expect(formatShare(0.9949)).toBe('99 %')
    expect(formatShare(0.995)).toBe('99.5 %')
    expect(formatShare(0.99999)).toBe('99.9 %')
    expect(formatShare(1)).toBe('100 %')
  })

  it('give a factor where percents would mislead', () => {
    expect(formatPrecision(3.86)).toBe('a factor of 4.9')
  })
})

describe('formatMoment', () => {
  it('counts days where there are any', () => {
    expect(formatMoment(3 * 86_400_000 + 5 * 3_600_000 + 12 * 60_000 + 33_900)).toBe('3d 05:12:33')
    expect(formatMoment(61_000)).toBe('00:01:01')
  })
})
