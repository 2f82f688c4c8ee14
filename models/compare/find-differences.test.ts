import { expect, it } from 'vitest'
import { importedSource, sourceOf } from './compared-source.fixture.ts'
import { findDifferences } from './find-differences.ts'

const source = sourceOf([])

it('finds everything that makes two sources not comparable', () => {
  const comparability = { ...source.comparability, scenarioHash: 'abc', seed: 8, load: 'GET, 20 users' }
  expect(findDifferences(source, { ...source, comparability })).toEqual([
    { what: 'scenario', a: null, b: 'abc' },
    { what: 'seed', a: '7', b: '8' },
    { what: 'load', a: 'GET, 10 users', b: 'GET, 20 users' },
  ])
})

it('takes what only one side knows for a difference', () => {
  expect(findDifferences(source, importedSource({})).map(({ what }) => what)).toEqual([
    'environment',
    'driver',
    'seed',
    'target',
    'load',
  ])
})

it('lets clients and settings differ, which are what is compared', () => {
  expect(findDifferences(source, { ...source, client: 'undici', settings: null })).toEqual([])
})
