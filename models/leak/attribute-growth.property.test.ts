import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StackProfile } from '../profile/stack-profile.ts'
import { attributeGrowth } from './attribute-growth.ts'

const frames = Array.from({ length: 6 }, (_, i) => ({
  functionName: `f${i}`,
  file: i === 0 ? 'node:events' : i === 1 ? '/app/node_modules/p/i.js' : '/app/a.js',
  line: 10 * i + 1,
  column: 1,
}))

const profile = fc
  .array(
    fc.record({
      stack: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
      value: fc.integer({ min: 0, max: 50_000_000 }),
    }),
    { maxLength: 20 },
  )
  .map((samples): StackProfile => ({ unit: 'bytes', frames, samples }))

const options = { intervalBytes: 32_768, requests: 500 }

test('the order of samples does not matter, nor whether one is split', () => {
  fc.assert(
    fc.property(profile, profile, (before, after) => {
      const found = attributeGrowth(before, after, options)
      const split = after.samples.flatMap(({ stack, value }) => [
        { stack, value: Math.floor(value / 2) },
        { stack, value: Math.ceil(value / 2) },
      ])
      const other = { ...after, samples: split.toReversed() }
      expect(attributeGrowth(before, other, options)).toEqual(found)
    }),
  )
})

test('twice the bytes at twice the interval are twice the growth, of the same sites', () => {
  fc.assert(
    fc.property(profile, profile, (before, after) => {
      const twice = (of: StackProfile): StackProfile => ({
        ...of,
        samples: of.samples.map(({ stack, value }) => ({ stack, value: 2 * value })),
      })
      const found = attributeGrowth(before, after, options)
      const larger = attributeGrowth(twice(before), twice(after), { ...options, intervalBytes: 65_536 })
      expect(larger.grownBytes).toBe(2 * found.grownBytes)
      expect(larger.sites.map(({ bytes }) => bytes.low / 2)).toEqual(
        found.sites.map(({ bytes }) => bytes.low),
      )
      expect(larger.sites.map(({ share }) => share)).toEqual(found.sites.map(({ share }) => share))
    }),
  )
})

test('shares are of the whole, ends are around values, and nothing grows from itself', () => {
  fc.assert(
    fc.property(profile, profile, (before, after) => {
      const { sites, grownBytes } = attributeGrowth(before, after, options)
      const sum = sites.reduce((total, { share }) => total + share, 0)
      expect(sum).toBeLessThanOrEqual(1 + 1e-12)
      for (const { bytes } of sites) {
        expect(bytes.low).toBeGreaterThan(0)
        expect(bytes.low).toBeLessThanOrEqual(bytes.value)
        expect(bytes.high).toBeGreaterThanOrEqual(bytes.value)
        expect(bytes.value).toBeLessThanOrEqual(grownBytes)
      }
      expect(attributeGrowth(after, after, options)).toEqual({ sites: [], grownBytes: 0 })
    }),
  )
})
