import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { readCount, readCountLimit, readShare, readTimeLimitMs, readTimeMs } from './read-quantity.ts'

describe('readTimeMs', () => {
  it.each([
    ['8ms', 8],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['0', 0],
    [' 2h ', 7_200_000],
  ])('reads %j', (text, ms) => {
    expect(readTimeMs('--rtt', text)).toBe(ms)
  })

  it('says which unit is missing', () => {
    expect(() => readTimeMs('--rtt', '8')).toThrow(new UsageError("--rtt: '8' has no unit: write 8ms or 8s"))
  })

  it.each(['', 'soon', '-1ms', '1 parsec', 'Infinity'])('refuses %j', (text) => {
    expect(() => readTimeMs('--rtt', text)).toThrow(`--rtt: '${text}' is no length of time`)
  })
})

describe('readTimeLimitMs', () => {
  it.each(['never', 'unlimited', 'Infinity'])('takes %s for no limit', (text) => {
    expect(readTimeLimitMs('--server-idle', text)).toBe(Infinity)
  })

  it('reads a time, and refuses 0', () => {
    expect(readTimeLimitMs('--server-idle', '5s')).toBe(5000)
    expect(() => readTimeLimitMs('--server-idle', '0')).toThrow('--server-idle')
  })
})

describe('readCount', () => {
  it('reads whole numbers within the range', () => {
    expect(readCount('--pods', '12', 1, 12)).toBe(12)
    expect(readCountLimit('--slots', 'unlimited', 1, 12)).toBe(Infinity)
  })

  it.each(['0', '13', '1.5', 'x', ''])('refuses %j', (text) => {
    expect(() => readCount('--pods', text, 1, 12)).toThrow(
      `--pods: '${text}' is no whole number from 1 to 12`,
    )
  })
})

describe('readShare', () => {
  it.each([
    ['0.1%', 0.001],
    ['0.001', 0.001],
    ['100 %', 1],
    ['.5', 0.5],
    ['0', 0],
  ])('reads %j', (text, share) => {
    expect(readShare('--dial-failures', text)).toBeCloseTo(share, 15)
  })

  it.each(['1.1', '101%', '-1', 'few', ''])('refuses %j', (text) => {
    expect(() => readShare('--dial-failures', text)).toThrow(`--dial-failures: '${text}' is no share`)
  })
})
