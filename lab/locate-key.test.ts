import { expect, it } from 'vitest'
import { locateKey } from './locate-key.ts'

const SOURCE = `export default {
  name: 'a', "odd key": 1,
  first: { weight: 1 },
  second: { weight: 2, speed: 3 }
}`

it.each([
  [['name'], '2:3'],
  [['odd key'], '2:14'],
  [['second', 'speed'], '4:24'],
  [['first', 'weight'], null],
  [['eed'], null],
  [['missing'], null],
  [['a.*('], null],
  [[0], null],
  [[], null],
])('%o is at %s', (path, place) => {
  expect(locateKey(SOURCE, path)).toBe(place)
})
