import { describe, expect, test } from 'vitest'
import { type DialPoint, findDeparture } from './dial-floor.ts'
import { dialRate } from './dial-floor-rate.ts'

function curve(dials: Readonly<Record<number, number>>, standardError = 0.01): DialPoint[] {
  return Object.entries(dials).map(([rate, dialsPerSecond]) => ({
    rate: Number(rate),
    dialsPerSecond,
    standardError,
  }))
}

describe('findDeparture', () => {
  test('interpolates between the rates around 5 % of the requests', () => {
    const departure = findDeparture(curve({ 10: 0, 20: 0.1, 40: 1, 80: 12, 160: 80 }))
    // Of 40/s, 2/s may dial, and half of that does; of 80/s, 4/s may, and three times as many do.
    expect(departure).toMatchObject({ kind: 'departed', interval: [40, 80], floor: { rate: 10 } })
    expect(departure.kind === 'departed' && departure.rate).toBeCloseTo(40 * 2 ** 0.2, 9)
  })

  test('takes the trough for the floor where connections expire below it', () => {
    const departure = findDeparture(curve({ 1: 0.9, 10: 3.7, 30: 1.8, 40: 2.6, 80: 20 }))
    expect(departure).toMatchObject({
      kind: 'departed',
      interval: [40, 80],
      floor: { rate: 30, dialsPerSecond: 1.8 },
    })
  })

  test('leaves three standard errors to chance, and says what is in doubt', () => {
    const points = [
      { rate: 10, dialsPerSecond: 0, standardError: 0.1 },
      { rate: 20, dialsPerSecond: 3, standardError: 1.2 },
      { rate: 40, dialsPerSecond: 9, standardError: 1.5 },
      { rate: 80, dialsPerSecond: 40, standardError: 3 },
    ]
    const departure = findDeparture(points)
    expect(departure).toMatchObject({ kind: 'departed', interval: [10, 40] })
    expect(departure.kind === 'departed' && departure.rate).toBeGreaterThan(20)
  })

  test('says that dials stay at their floor', () => {
    expect(findDeparture(curve({ 10: 0.2, 100: 0.3, 1000: 0.4 }))).toMatchObject({
      kind: 'not-reached',
      highestRate: 1000,
    })
  })

  test('says that there is no floor where no connection is kept', () => {
    expect(findDeparture(curve({ 10: 10, 20: 20 }))).toEqual({ kind: 'no-floor', leastShare: 1 })
  })

  test('refuses rates that do not ascend, and none', () => {
    expect(() => findDeparture([])).toThrow(RangeError)
    expect(() =>
      findDeparture([
        { rate: 2, dialsPerSecond: 0, standardError: 0 },
        { rate: 2, dialsPerSecond: 0, standardError: 0 },
      ]),
    ).toThrow(RangeError)
  })
})

describe('dialRate', () => {
  test('has the error of the blocks, or that of chance where it is larger', () => {
    const even = [4, 4, 4, 4].map((dials) => ({ dials, lengthMs: 1000 }))
    expect(dialRate(even)).toEqual({ dialsPerSecond: 4, standardError: 1 })
    const uneven = [0, 20, 0, 20].map((dials) => ({ dials, lengthMs: 500 }))
    const { dialsPerSecond, standardError } = dialRate(uneven)
    expect(dialsPerSecond).toBe(20)
    // Standard deviation of the four block rates, 23.09, over √4.
    expect(standardError).toBeCloseTo(11.547, 3)
  })

  test('is not certain that there are none where none was seen', () => {
    expect(dialRate([{ dials: 0, lengthMs: 2000 }])).toEqual({ dialsPerSecond: 0, standardError: 0.5 })
    expect(() => dialRate([])).toThrow(RangeError)
  })
})
