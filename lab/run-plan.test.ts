import { describe, expect, it } from 'vitest'
import { FULL_PLAN, QUICK_PLAN, withPrecision } from './run-plan.ts'

describe('withPrecision', () => {
  it('leaves a plan as it is when nothing is wanted', () => {
    expect(withPrecision(FULL_PLAN, {})).toEqual(FULL_PLAN)
    expect(withPrecision(QUICK_PLAN, {})).toEqual(QUICK_PLAN)
  })

  it('gives a quick run a second stage', () => {
    expect(withPrecision(QUICK_PLAN, { precision: 0.05 }).verify).toEqual({
      ...QUICK_PLAN.verify,
      precision: 0.05,
      mostWindowsPerStratum: 4,
    })
    expect(withPrecision(FULL_PLAN, { precision: 0.05 }).verify.mostWindowsPerStratum).toBe(4)
  })

  it('goes as far as the time allows', () => {
    // A round of seven windows, both settings, is 57.4 s.
    expect(withPrecision(FULL_PLAN, { verifyMs: 600_000 }).verify).toEqual({
      ...FULL_PLAN.verify,
      mostWindowsPerStratum: 10,
      mostMs: 600_000,
    })
    expect(withPrecision(FULL_PLAN, { verifyMs: 1e9 }).verify.mostWindowsPerStratum).toBe(40)
  })

  it('shortens the first stage where there is less time than for it', () => {
    expect(withPrecision(FULL_PLAN, { verifyMs: 60_000 }).verify).toMatchObject({
      windowsPerStratum: 1,
      mostWindowsPerStratum: 1,
    })
    expect(() => withPrecision(FULL_PLAN, { verifyMs: 57_000 })).toThrow('at least 58 s')
  })

  it('keeps one stage where no precision is wanted, whatever the time', () => {
    expect(withPrecision(QUICK_PLAN, { verifyMs: 600_000 }).verify).toMatchObject({
      precision: null,
      mostWindowsPerStratum: 1,
    })
  })

  it('refuses what is no precision', () => {
    for (const precision of [0, -0.1, 1.01, Number.NaN]) {
      expect(() => withPrecision(FULL_PLAN, { precision })).toThrow(RangeError)
    }
    expect(() => withPrecision(FULL_PLAN, { verifyMs: Number.NaN })).toThrow(RangeError)
  })
})
