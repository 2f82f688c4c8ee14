import { expect, it } from 'vitest'
import { withUnseen } from './rule-of-three.ts'

const never = { before: 0, after: 0, change: 0, low: 0, high: 0, margin: 0, pValue: 1 }

it('none in n excludes rates above 3.689 / n', () => {
  const { low, high, margin } = withUnseen(never, { before: 1000, after: 500 })
  expect(low).toBeCloseTo(-0.003688879, 9)
  expect(high).toBeCloseTo(0.007377759, 9)
  expect(margin).toBeCloseTo(0.005533319, 9)
  // The chance to see none in 500 at that rate.
  expect((1 - (high ?? 0)) ** 500).toBeCloseTo(0.025, 3)
})

it('what did happen, or has no interval, is left as it is', () => {
  const exposure = { before: 10, after: 10 }
  for (const effect of [
    { ...never, before: 0.1 },
    { ...never, after: 0.1 },
    { ...never, margin: null },
  ]) {
    expect(withUnseen(effect, exposure)).toBe(effect)
  }
})
