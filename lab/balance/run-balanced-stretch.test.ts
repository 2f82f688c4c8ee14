import { expect, test } from 'vitest'
import { addEndpointCounts } from './run-balanced-stretch.ts'

test('what threads counted for an endpoint is added up', () => {
  const first = { origin: 'http://a', picked: 5, answered: 4, failed: 1 }
  const second = { origin: 'http://b', picked: 3, answered: 3, failed: 0 }
  expect(
    addEndpointCounts([
      [first, second],
      [first, first],
    ]),
  ).toEqual([
    { origin: 'http://a', picked: 10, answered: 8, failed: 2 },
    { origin: 'http://b', picked: 8, answered: 7, failed: 1 },
  ])
  expect(addEndpointCounts([])).toEqual([])
})
