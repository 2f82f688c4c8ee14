import { describe, expect, it } from 'vitest'
import { chooseLoadThreads, type LoadThreadsInput } from './choose-load-threads.ts'

function choose(input: Partial<LoadThreadsInput>) {
  return chooseLoadThreads({ cores: 4, quotaCores: null, wanted: null, targetIsLocal: true, ...input })
}

describe('the default', () => {
  it('leaves a core to a target on this machine', () => {
    expect(choose({})).toEqual({
      threads: 3,
      why: '3 load threads for 4 cores, one left to the target',
      warning: null,
    })
    expect(choose({ targetIsLocal: false })).toEqual({
      threads: 4,
      why: '4 load threads for 4 cores',
      warning: null,
    })
  })

  it('is never more than the whole cores of the quota', () => {
    expect(choose({ quotaCores: 2.5 })).toEqual({
      threads: 1,
      why: '1 load thread for a quota of 2.5 cores, one left to the target',
      warning: null,
    })
    expect(choose({ quotaCores: 2.5, targetIsLocal: false }).threads).toBe(2)
    expect(choose({ quotaCores: 8, targetIsLocal: false }).threads).toBe(4)
  })

  it('is one at least, with a warning where that is too many', () => {
    expect(choose({ quotaCores: 0.5, targetIsLocal: false })).toMatchObject({
      threads: 1,
      warning:
        '1 load thread with a CPU quota of 0.5 cores: when it is used up, all of them stand still until the next period',
    })
    expect(choose({ cores: 1 })).toMatchObject({
      threads: 1,
      why: '1 load thread for 1 core',
      warning:
        '1 load thread on 1 core leaves no core to the target on this machine: it looks slower than it is',
    })
    expect(choose({ cores: 1, targetIsLocal: false }).warning).toBeNull()
  })
})

describe('what was asked for', () => {
  it('is taken', () => {
    expect(choose({ wanted: 2 })).toEqual({ threads: 2, why: 'as asked for', warning: null })
  })

  it('draws a warning above the cores', () => {
    expect(choose({ cores: 2, wanted: 4 })).toMatchObject({
      threads: 4,
      warning: '4 load threads on 2 cores: they take turns, and requests go out late',
    })
  })

  it('draws a warning above the quota', () => {
    expect(choose({ quotaCores: 1.5, wanted: 2 }).warning).toMatch(
      /^2 load threads with a CPU quota of 1\.5 cores/,
    )
  })

  it('draws a warning when a target on this machine gets less than a core', () => {
    expect(choose({ wanted: 4 }).warning).toBe(
      '4 load threads on 4 cores leave no core to the target on this machine: it looks slower than it is',
    )
    expect(choose({ quotaCores: 2.5, wanted: 2 }).warning).toMatch(
      /^2 load threads on 2\.5 cores leave only 0\.5 cores/,
    )
    expect(choose({ wanted: 4, targetIsLocal: false }).warning).toBeNull()
  })

  it('is a whole number from 1 up', () => {
    for (const wanted of [0, -1, 1.5, Number.NaN]) expect(() => choose({ wanted })).toThrow(RangeError)
  })
})
