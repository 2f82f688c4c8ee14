import { describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { readByteLimit } from './read-byte-limit.ts'

describe('an amount of memory', () => {
  it.each([
    ['512MiB', 536_870_912],
    ['512Mi', 536_870_912],
    ['1.5 GiB', 1_610_612_736],
    ['800mb', 800_000_000],
    ['64KiB', 65_536],
  ])('%s is %d bytes', (text, bytes) => {
    expect(readByteLimit('--limit', text)).toBe(bytes)
  })

  it.each(['', '512', '0MiB', '-1MiB', '1TiB', 'MiB', '1 000MiB'])('%j is none', (text) => {
    expect(() => readByteLimit('--limit', text)).toThrow(UsageError)
    expect(() => readByteLimit('--limit', text)).toThrow('512MiB')
  })
})
