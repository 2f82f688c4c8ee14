import { describe, expect, it } from 'vitest'
import { FlatHeaders } from './flat-headers.ts'
import { HeaderArrayPool } from './header-array-pool.ts'

const headers = new FlatHeaders([
  ['a', '1'],
  ['b', null],
])

describe('flat headers', () => {
  it('have names and values in turn, in order', () => {
    expect(headers.copy()).toEqual(['a', '1', 'b', ''])
    expect([headers.placeOf('a'), headers.placeOf('b'), headers.placeOf('c')]).toEqual([1, 3, undefined])
  })

  it('are refused for a name in upper case, or there twice', () => {
    expect(() => new FlatHeaders([['A', '1']])).toThrow('lower case')
    expect(
      () =>
        new FlatHeaders([
          ['a', '1'],
          ['a', null],
        ]),
    ).toThrow('twice')
    expect(() => headers.requirePlace('c')).toThrow('no header c')
  })
})

describe('a pool of header arrays', () => {
  it('hands out arrays as if they were new', () => {
    const pool = new HeaderArrayPool(headers)
    const array = pool.lease()
    array[1] = 'changed'
    array.push('set-cookie', 'x')
    pool.giveBack(array)
    expect(pool.lease()).toBe(array)
    expect(array).toEqual(['a', '1', 'b', ''])
    expect([pool.made, pool.leased]).toEqual([1, 1])
  })

  it('does not take an array twice', () => {
    const pool = new HeaderArrayPool(headers)
    const array = pool.lease()
    pool.giveBack(array)
    expect(() => pool.giveBack(array)).toThrow('not out')
  })

  it('keeps no more than it may', () => {
    const pool = new HeaderArrayPool(headers, 1)
    const out = [pool.lease(), pool.lease()]
    for (const array of out) pool.giveBack(array)
    pool.lease()
    pool.lease()
    expect(pool.made).toBe(3)
  })
})
