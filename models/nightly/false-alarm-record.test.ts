import { describe, expect, it } from 'vitest'
import { falseAlarmRecord } from './false-alarm-record.ts'
import { nightOfP99, pastNight } from './nights.fixture.ts'

const nights = (count: number, falseAlarm: boolean) =>
  Array.from({ length: count }, () => nightOfP99(0, 0, { falseAlarm }))

describe('falseAlarmRecord', () => {
  it('counts alarms of nights against themselves', () => {
    const record = falseAlarmRecord([...nights(40, false), ...nights(3, true), ...nights(27, false)])
    expect(record).toMatchObject({ nights: 70, alarms: 3, rate: 3 / 70 })
    expect(record.low).toBeCloseTo(0.0089, 4)
    expect(record.high).toBeCloseTo(0.1202, 4)
  })

  it('is not certain of none', () => {
    const record = falseAlarmRecord(nights(70, false))
    expect(record).toMatchObject({ alarms: 0, rate: 0, low: 0 })
    expect(record.high).toBeCloseTo(0.0513, 4)
  })

  it('leaves out nights of which nothing could be said, and counts the pinned one', () => {
    const unknown = nightOfP99(0, 0, { verdict: 'unknown' })
    const pinned = nightOfP99(0, 0, { verdict: 'baseline' })
    expect(falseAlarmRecord([unknown, pinned, pastNight()]).nights).toBe(1)
  })

  it('knows nothing without nights', () => {
    expect(falseAlarmRecord([])).toEqual({ nights: 0, alarms: 0, rate: 0, low: 0, high: 1 })
  })
})
