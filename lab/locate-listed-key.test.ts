import { describe, expect, it } from 'vitest'
import { locateListedKey } from './locate-listed-key.ts'

const LIST = `const shared: Part = { rate: 1, seed: 2 }
const third = { name: 'third', pods: 3, requests: [{ name: 'third', path: '/' }] }
let changing = { pods: 1 }
export default [
  defineScenario({
    name: 'first',
    arrivals: constant({ rate: 1, duration: '1s' }),
    requests: [{ path: '/a' }, { path: '/b', 'weight': 2 }],
  }),
  ({ rate: 1, ...shared, name: 'second', pods: 2, arrivals: shared, "requests": [...some, { path: '/c' }] } as Scenario),
  third,
  defineScenario({ name: 'fourth', pods: 4, ...unknown(), seed: 1, ['slo']: 2 }),
  merged({ pods: 1 }, { pods: 2 }),
  changing,
  { shared, changing },
] satisfies Scenario[]
console.log('done')
`

describe('locateListedKey', () => {
  it.each([
    [0, ['name'], '6:5'],
    [0, ['arrivals', 'rate'], '7:26'],
    [0, ['requests', 1, 'path'], '8:34'],
    [0, ['requests', 1, 'weight'], '8:46'],
    [0, ['requests', 1], '8:32'],
    [0, ['pods'], null],
    [0, [], null],
  ])('finds what is written in an element: %i %o at %s', (index, path, place) => {
    expect(locateListedKey(LIST, 'it.ts', index, path)).toBe(place)
  })

  it.each([
    [1, ['pods'], '10:42'],
    [1, ['requests'], '10:69'],
    [1, ['requests', 0, 'path'], null],
    [1, ['rate'], '1:24'],
    [1, ['arrivals', 'rate'], '1:24'],
    [2, ['pods'], '2:32'],
    [2, ['requests', 0, 'name'], '2:54'],
    [6, ['shared', 'seed'], '1:33'],
    [6, ['changing', 'pods'], null],
  ])('follows constants and what is spread: %i %o at %s', (index, path, place) => {
    expect(locateListedKey(LIST, 'it.ts', index, path)).toBe(place)
  })

  it.each([
    [3, ['seed'], '12:59'],
    [3, ['pods'], null],
    [3, ['slo'], null],
    [4, ['pods'], null],
    [5, ['pods'], null],
    [7, ['pods'], null],
  ])('says nothing of what was computed or may have changed: %i %o at %s', (index, path, place) => {
    expect(locateListedKey(LIST, 'it.ts', index, path)).toBe(place)
  })

  it('finds a list that is exported by its name, unless the name means several things', () => {
    const source = "const list = [{ name: 'a', pods: 1 }]\nexport default list\n"
    expect(locateListedKey(source, 'it.js', 0, ['pods'])).toBe('1:28')
    expect(locateListedKey(`${source}function f(list) {}\n`, 'it.js', 0, ['pods'])).toBeNull()
  })

  it('knows JSON', () => {
    const source = '[\n  { "name": "a" },\n  { "name": "b", "target": { "url": 1 } }\n]\n'
    expect(locateListedKey(source, 'it.json', 1, ['target', 'url'])).toBe('3:30')
  })

  it('knows nothing of what cannot be parsed', () => {
    expect(locateListedKey('export default [{ name: ', 'it.ts', 0, ['name'])).toBeNull()
  })
})
