import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatTraceparent, parseTraceparent } from './traceparent.ts'

const hex = (digits: number) =>
  fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: digits, maxLength: digits })
    .map((all) => all.map((digit) => digit.toString(16)).join(''))
    .filter((id) => /[^0]/.test(id))

const traceparents = fc.record({
  traceId: hex(32),
  parentId: hex(16),
  sampled: fc.boolean(),
  random: fc.boolean(),
})

it('reads what it wrote', () => {
  fc.assert(
    fc.property(traceparents, (traceparent) => {
      const header = formatTraceparent(traceparent)
      expect(header).toHaveLength(55)
      expect(parseTraceparent(header)).toEqual(traceparent)
    }),
  )
})

it('refuses a header that is cut anywhere, and never makes up an id where a character is another', () => {
  const position = fc.integer({ min: 0, max: 54 })
  fc.assert(
    fc.property(traceparents, position, fc.string({ maxLength: 2 }), (traceparent, at, text) => {
      const header = formatTraceparent(traceparent)
      expect(parseTraceparent(header.slice(0, at))).toBeNull()
      const changed = header.slice(0, at) + text + header.slice(at + 1)
      const parsed = parseTraceparent(changed)
      if (parsed !== null) expect(changed).toContain(`-${parsed.traceId}-${parsed.parentId}-`)
    }),
  )
})
