import { expect, test } from 'vitest'
import type { NativeSetting } from '../client.ts'
import { readNative } from './read-native.ts'

const duration: NativeSetting = { name: 'IdleConnTimeout', unit: 'duration', special: { '0': Infinity } }
const ms: NativeSetting = { name: 'timeout', unit: 'ms', special: { '0': Infinity } }
const seconds: NativeSetting = { name: 'keepalive_timeout', unit: 's', special: { None: Infinity } }
const count: NativeSetting = { name: 'MaxIdleConnsPerHost', unit: 'count', special: { '0': 2, '-1': 0 } }

test.each([
  ['90s', 90_000],
  ['1m30s', 90_000],
  ['1m 30s', 90_000],
  ['500ms', 500],
  ['500 ms', 500],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['1h0m1s5ms', 3_601_005],
  ['1.5h', 5_400_000],
  ['1.001s', 1001],
  ['1d', 86_400_000],
  ['250us', 0.25],
  ['250µs', 0.25],
  ['5ns', 5e-6],
  ['0', Infinity],
  ['0s', Infinity],
  ['0h0m', Infinity],
  ['Infinity', Infinity],
  ['unlimited', Infinity],
  [' Unlimited ', Infinity],
])("the duration '%s' is %d ms", (text, expected) => {
  expect(readNative(duration, text, 'idleTimeoutMs')).toBe(expected)
})

test.each([
  [ms, '55000', 55_000],
  [ms, '55_000', 55_000],
  [ms, '55s', 55_000],
  [seconds, '5', 5000],
  [seconds, '0.5', 500],
  [seconds, '15.0', 15_000],
  [seconds, '90s', 90_000],
  [seconds, 'none', Infinity],
])('%j reads %s as %d ms', (setting, text, expected) => {
  expect(readNative(setting, text, 'idleTimeoutMs')).toBe(expected)
})

test.each([
  ['64', 64],
  ['1_000', 1000],
  ['0', 2],
  ['-1', 0],
  ['Infinity', Infinity],
])('the count %s is %d', (text, expected) => {
  expect(readNative(count, text, 'maxIdlePerHost')).toBe(expected)
})

const oneMore: NativeSetting = { name: 'max', unit: 'count', special: { none: 7 }, offset: 1 }

test.each([
  [oneMore, '10', 'maxRequestsPerConn', 11],
  [oneMore, '0', 'maxRequestsPerConn', 1],
  [oneMore, 'none', 'maxRequestsPerConn', 7],
  [oneMore, 'unlimited', 'maxRequestsPerConn', Infinity],
  [{ ...seconds, offset: -500 }, '5', 'idleTimeoutMs', 4500],
] as const)('%j, whose offset is added to numbers, reads %s of %s as %d', (setting, text, name, expected) => {
  expect(readNative(setting, text, name)).toBe(expected)
})

test('bounds what is written, not what it amounts to', () => {
  expect(() => readNative(oneMore, '-1', 'maxRequestsPerConn')).toThrow(
    "max '-1' is too small. Accepted: a whole number from 0; none (which means 7); unlimited.",
  )
})

test.each(['', 'abc', '90x', '1m30', '30s1m', '1m1m', '-5s', '1e3', '90 s of', 's', '0x10s', '1__0s', 'NaN'])(
  "'%s' is no time",
  (text) => {
    expect(() => readNative(ms, text, 'idleTimeoutMs')).toThrow(`timeout '${text}' is not a time.`)
  },
)

test.each([
  [duration, '90', 'idleTimeoutMs', "IdleConnTimeout '90' has no unit."],
  [count, '1.5', 'maxIdlePerHost', "MaxIdleConnsPerHost '1.5' is not a whole number."],
  [count, 'many', 'maxIdlePerHost', "MaxIdleConnsPerHost 'many' is not a number."],
  [count, '2s', 'maxIdlePerHost', "MaxIdleConnsPerHost '2s' is not a number."],
  [count, '-2', 'maxIdlePerHost', "MaxIdleConnsPerHost '-2' is too small."],
  [ms, '-1', 'idleTimeoutMs', "timeout '-1' is too small."],
  [seconds, '0', 'idleTimeoutMs', "keepalive_timeout '0' is too small."],
] as const)('%j rejects %s', (setting, text, name, message) => {
  expect(() => readNative(setting, text, name)).toThrow(RangeError)
  expect(() => readNative(setting, text, name)).toThrow(message)
})

test.each([
  ['idleTimeoutMs', false],
  ['maxLifetimeMs', false],
  ['waitTimeoutMs', true],
] as const)('%s: a plain 0 is within the range: %s', (name, within) => {
  const read = () => readNative({ name: 'x', unit: 'ms' }, '0', name)
  if (within) expect(read()).toBe(0)
  else expect(read).toThrow('is too small')
})

test.each([
  ['maxIdlePerHost', true],
  ['maxWaiting', true],
  ['maxConnsPerHost', false],
  ['maxRequestsPerConn', false],
] as const)('%s: a plain 0 is within the range: %s', (name, within) => {
  const read = () => readNative({ name: 'x', unit: 'count' }, '0', name)
  if (within) expect(read()).toBe(0)
  else expect(read).toThrow('is too small')
})

test('says what is accepted, special values with their meaning', () => {
  expect(() => readNative(count, 'x', 'maxIdlePerHost')).toThrow(
    new RangeError(
      "MaxIdleConnsPerHost 'x' is not a number. Accepted: a whole number from 0; 0 (which means 2); -1 (which means 0); unlimited.",
    ),
  )
  expect(() => readNative(duration, '90', 'idleTimeoutMs')).toThrow(
    new RangeError(
      "IdleConnTimeout '90' has no unit. Accepted: a time with units above 0, such as 90s, 1m30s or 500ms; 0 (which means no limit); unlimited.",
    ),
  )
  expect(() => readNative({ ...ms, special: { '0': 8000 } }, 'x', 'idleTimeoutMs')).toThrow(
    new RangeError(
      "timeout 'x' is not a time. Accepted: ms as a bare number above 0, or a time with units such as 90s or 1m30s; 0 (which means 8000 ms); unlimited.",
    ),
  )
})
