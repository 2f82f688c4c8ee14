import { expect, test } from 'vitest'
import { nginxTimeMs } from './nginx-time.ts'

test.each([
  ['50', 50_000],
  ['50s', 50_000],
  ['500ms', 500],
  ['1m30s', 90_000],
  ['1h30', 3_630_000],
  ['1M', 30 * 86_400_000],
  ['1m', 60_000],
  ['1y 2w 3d', (365 + 14 + 3) * 86_400_000],
  ['0', 0],
])('%s is %d ms', (text, ms) => {
  expect(nginxTimeMs(text)).toBe(ms)
})

test.each(['', 's', '30s1m', '1.5s', '-1', '1 s', '${T}'])("'%s' is no time", (text) => {
  expect(nginxTimeMs(text)).toBeNaN()
})
