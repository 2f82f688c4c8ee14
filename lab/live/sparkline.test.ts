import { expect, test } from 'vitest'
import { sparkline } from './sparkline.ts'

test('goes from the smallest to the largest value', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█')
  expect(sparkline([10, 3, 10])).toBe('█▁█')
})

test('is flat where there is no difference, and empty where there is nothing', () => {
  expect(sparkline([5, 5])).toBe('▁▁')
  expect(sparkline([])).toBe('')
})
