import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { readRate, readRequestCount, readStretchMs } from './read-amounts.ts'

describe('readRate', () => {
  it.each([
    ['500', 500],
    ['0.5', 0.5],
    ['2.5k', 2500],
    ['500/s', 500],
    ['30/m', 0.5],
    ['6k/m', 100],
    ['1000000', 1_000_000],
  ])('reads %s as %s per second', (text, rate) => {
    expect(readRate('--rate', text)).toBe(rate)
  })

  it.each(['', '0', '0/s', '-5', 'fast', '5/h', '5 k', '1000001', 'Infinity', '1e3'])(
    'refuses %j',
    (text) => {
      expect(() => readRate('--rate', text)).toThrow(UsageError)
      expect(() => readRate('--rate', text)).toThrow(`--rate: '${text}' is no rate above 0`)
    },
  )
})

describe('readRequestCount', () => {
  it.each([
    ['1', 1],
    ['200', 200],
    ['10k', 10_000],
    ['1.5M', 1_500_000],
  ])('reads %s as %s', (text, count) => {
    expect(readRequestCount('--requests', text)).toBe(count)
  })

  it.each(['', '0', '1.5', '0.0001k', '10m', '-1', 'many'])('refuses %j', (text) => {
    expect(() => readRequestCount('--requests', text)).toThrow(UsageError)
  })
})

describe('readStretchMs', () => {
  it.each([
    ['10', 10_000],
    ['0.5', 500],
    ['0', 0],
    ['10s', 10_000],
    ['250ms', 250],
    ['1.5m', 90_000],
    ['31d', 2_678_400_000],
  ])('reads %s as %s ms', (text, lengthMs) => {
    expect(readStretchMs('--duration', text)).toBe(lengthMs)
  })

  it.each(['', '-1', '10 seconds', '32d', '99999999'])('refuses %j', (text) => {
    expect(() => readStretchMs('--duration', text)).toThrow(UsageError)
  })
})
