import { describe, expect, it } from 'vitest'
import { readBriefFailures, readFault } from './chain-fault.ts'

describe('readFault', () => {
  it('takes a fault with its strength', () => {
    const fault = { kind: 'cpu-block', blockMs: 100, everyMs: 300 }
    expect(readFault(fault)).toEqual(fault)
  })

  it('says what is wrong', () => {
    expect(() => readFault({ kind: 'toString' })).toThrow('kind has to be one of leaked-connection, ')
    expect(() => readFault({})).toThrow('kind has to be one of')
    expect(() => readFault({ kind: 'cpu-block', blockMs: 100 })).toThrow('everyMs has to be a number above 0')
    expect(() => readFault({ kind: 'slow-dependency', factor: '4' })).toThrow('factor has to be')
  })
})

describe('readBriefFailures', () => {
  it('wants all three figures', () => {
    const failures = { share: 0.5, forMs: 200, everyMs: 1000 }
    expect(readBriefFailures(failures)).toEqual(failures)
    expect(() => readBriefFailures({ ...failures, share: 0 })).toThrow('share has to be a number above 0')
  })
})
