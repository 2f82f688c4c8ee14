import { describe, expect, test } from 'vitest'
import { keepAliveHintMs, saysClose } from './keep-alive-header.ts'

describe('the hint of a Keep-Alive header', () => {
  test.each([
    ['timeout=5', 5000],
    ['timeout=5, max=100', 5000],
    ['max=100, timeout=65', 65_000],
    ['Timeout = "30"', 30_000],
    ['timeout=0', 0],
    [['max=3', 'timeout=7'], 7000],
    [undefined, null],
    ['', null],
    ['max=100', null],
    ['timeout=', null],
    ['timeout=-1', null],
    ['timeout=1.5', null],
    ['timeout=soon', null],
    ['timeout=99999999999999', null],
  ])('%j is %j ms', (header, expected) => {
    expect(keepAliveHintMs(header)).toBe(expected)
  })
})

describe('a Connection header', () => {
  test.each([
    ['close', true],
    ['Close', true],
    ['keep-alive, close', true],
    [['upgrade', 'CLOSE'], true],
    ['keep-alive', false],
    ['closed', false],
    ['x-close', false],
    [undefined, false],
    ['', false],
  ])('%j announces the end: %j', (header, expected) => {
    expect(saysClose(header)).toBe(expected)
  })
})
