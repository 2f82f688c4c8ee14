import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeadCounter } from './null-server.ts'

describe('HeadCounter', () => {
  it('counts every head once, wherever the bytes are cut', () => {
    const bytes = fc.array(fc.constantFrom('\r\n\r\n', '\r\n', '\r', '\n', 'a'), { maxLength: 30 })
    fc.assert(
      fc.property(bytes, fc.array(fc.nat({ max: 60 })), (parts, cuts) => {
        const text = parts.join('')
        const counter = new HeadCounter()
        const ends = [...cuts, text.length].map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b)
        const heads = ends.map((end, i) => counter.count(Buffer.from(text.slice(ends[i - 1] ?? 0, end))))
        expect(heads.reduce((sum, count) => sum + count, 0)).toBe(text.split('\r\n\r\n').length - 1)
      }),
    )
  })
})
