import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NativeSetting } from '../client.ts'
import { durationText } from './duration-text.ts'
import { jsNumber } from './js-number.ts'
import { readNative } from './read-native.ts'

const timeout: NativeSetting = { name: 'timeout', unit: 'duration' }

const wholeMs = fc.integer({ min: 1, max: 9_223_372_036_000 })

test('reads back what patches write', () => {
  fc.assert(
    fc.property(wholeMs, (ms) => {
      expect(readNative(timeout, durationText(ms, Infinity), 'idleTimeoutMs')).toBe(ms)
      expect(readNative({ ...timeout, unit: 'ms' }, jsNumber(ms), 'idleTimeoutMs')).toBe(ms)
      expect(readNative({ ...timeout, unit: 'count' }, jsNumber(ms), 'maxIdlePerHost')).toBe(ms)
    }),
  )
})

test('adds up amounts of falling units, with or without spaces', () => {
  fc.assert(
    fc.property(wholeMs, fc.constantFrom('', ' '), (ms, space) => {
      const hours = Math.floor(ms / 3_600_000)
      const minutes = Math.floor(ms / 60_000) % 60
      const seconds = Math.floor(ms / 1000) % 60
      const text = [`${hours}h`, `${minutes}m`, `${seconds}s`, `${ms % 1000}ms`].join(space)
      expect(readNative(timeout, text, 'idleTimeoutMs')).toBe(ms)
    }),
  )
})

test('gives a value in range or a RangeError that names the setting, whatever is written', () => {
  const fragment = fc.constantFrom(
    '-',
    '1',
    '0',
    '.',
    '_',
    's',
    'm',
    'h',
    'ms',
    'd',
    ' ',
    'x',
    'Infinity',
    'e',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(fragment, { maxLength: 6 }).map((parts) => parts.join('')),
  )
  const unit = fc.constantFrom('count' as const, 'ms' as const, 's' as const, 'duration' as const)
  fc.assert(
    fc.property(text, unit, (written, ofUnit) => {
      const name = ofUnit === 'count' ? 'maxConnsPerHost' : 'idleTimeoutMs'
      try {
        const value = readNative({ name: 'limit', unit: ofUnit }, written, name)
        expect(value).toBeGreaterThan(0)
        if (ofUnit === 'count' && value !== Infinity) expect(Number.isInteger(value)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
        expect(String(error)).toContain(`limit '${written}'`)
      }
    }),
  )
})
