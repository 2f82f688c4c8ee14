import { expect, it } from 'vitest'
import { importedSource, restlessBlocks, sourceOf } from './compared-source.fixture.ts'
import { isSameMeasurement } from './is-same-measurement.ts'

const source = sourceOf(restlessBlocks(10, 8, 'a'))

it('is the same under another name', () => {
  expect(isSameMeasurement(source, { ...source, label: 'copy.json' })).toBe(true)
  const imported = importedSource({ mean: 3 })
  expect(isSameMeasurement(imported, { ...imported, label: 'copy.txt' })).toBe(true)
})

it('is another at another time, of another kind, or with other values', () => {
  expect(isSameMeasurement(source, { ...source, startedAt: '2026-11-23T00:00:00.000Z' })).toBe(false)
  expect(isSameMeasurement(source, { ...source, kind: 'run' })).toBe(false)
  expect(isSameMeasurement(source, sourceOf(restlessBlocks(10, 8, 'b')))).toBe(false)
})

it('cannot be said where nothing is known', () => {
  expect(isSameMeasurement(importedSource({}), importedSource({}))).toBe(false)
})
