import { expect, test } from 'vitest'
import { sampleWith } from './load-sample.fixture.ts'
import { mergeLoadProgress } from './load-sample.ts'

test('counts are added, and the worst percentile that is known is taken', () => {
  const one = sampleWith({ due: 100, p99Ms: 9, latenessP99Ms: Number.NaN })
  const other = sampleWith({ due: 50, p99Ms: 7, latenessP99Ms: 2, open: 1, dialed: 4 })
  expect(mergeLoadProgress([one, other])).toMatchObject({
    due: 150,
    p99Ms: 9,
    latenessP99Ms: 2,
    open: 11,
    dialed: 7,
  })
  expect(mergeLoadProgress([]).p50Ms).toBeNaN()
})
