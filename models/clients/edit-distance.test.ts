import { expect, test } from 'vitest'
import { editDistance } from './edit-distance.ts'

test.each([
  ['kitten', 'sitting', 3],
  ['saturday', 'sunday', 3],
  ['', 'nginx', 5],
  ['nginx', '', 5],
  ['undici', 'undici', 0],
])('from %j to %j it is %d', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance)
})
