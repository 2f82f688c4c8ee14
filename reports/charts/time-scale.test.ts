import { expect, it } from 'vitest'
import { timeScale } from './time-scale.ts'

it.each([
  [604_800_000, 8, 'day', 1],
  [604_800_000, 4, 'day', 2],
  [86_400_000, 8, 'hour', 5],
  [600_000, 8, 'minute', 2],
  [30_000, 8, 'second', 5],
] as const)('marks %i ms off in about %i parts: %s', (durationMs, most, unit, every) => {
  expect(timeScale(durationMs, most)).toMatchObject({ unit, every })
})
