import { expect, test } from 'vitest'
import { javaDuration, javaTimeUnits } from './java-duration.ts'

test.each([
  [55_000, 'Duration.ofSeconds(55)', '55, TimeUnit.SECONDS'],
  [1500, 'Duration.ofMillis(1500)', '1500, TimeUnit.MILLISECONDS'],
  [999.9, 'Duration.ofMillis(999)', '999, TimeUnit.MILLISECONDS'],
  [2_147_483_648, 'Duration.ofMillis(2147483648L)', '2147483648L, TimeUnit.MILLISECONDS'],
  [Infinity, 'Duration.ofSeconds(31536000)', '31536000, TimeUnit.SECONDS'],
])('%d ms is %s', (ms, duration, units) => {
  expect(javaDuration(ms, 'Duration')).toBe(duration)
  expect(javaTimeUnits(ms)).toBe(units)
})

test("writes HttpCore's types with their own names for milliseconds", () => {
  expect(javaDuration(200, 'Timeout')).toBe('Timeout.ofMilliseconds(200)')
  expect(javaDuration(200, 'TimeValue')).toBe('TimeValue.ofMilliseconds(200)')
})
