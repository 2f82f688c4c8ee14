import { describe, expect, it } from 'vitest'
import { formatChange, formatInterval, formatValue } from './format-value.ts'

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
})

describe('formatChange', () => {
  it('always shows the sign, and none for zero', () => {
    expect(formatChange(-0.487)).toBe('-48.7 %')
    expect(formatChange(0.168)).toBe('+16.8 %')
    expect(formatChange(-0.0001)).toBe('0.0 %')
  })

  it('gives differences in their own unit', () => {
    expect(formatChange(0.001, 'difference', 'share')).toBe('+0.10 points')
    expect(formatChange(-28.5, 'difference', '1/s')).toBe('-28.50/s')
  })
})

describe('formatInterval', () => {
  it('names the unit once', () => {
    expect(formatInterval(-0.664, -0.217)).toBe('-66.4 … -21.7 %')
    expect(formatInterval(-0.38, -0.1, 'difference', '1/s')).toBe('-0.38 … -0.10/s')
    expect(formatInterval(0, 0, 'difference', 'share')).toBe('0.00 … 0.00 points')
  })

  it('shows an en dash where there is none', () => {
    expect(formatInterval(null, null)).toBe('–')
  })
})
