import { expect, it } from 'vitest'
import { beforeAfter } from '../html/finished-run.fixture.ts'
import { effectsFigure } from './effects-figure.ts'

it('takes changes as shares of what was before, and nothing below nothing', () => {
  const dials = effectsFigure(beforeAfter)?.effects.find(({ metric }) => metric === 'dialsPerSecond')
  expect(dials?.change).toBeCloseTo(-38.67 / 38.73, 12)
  expect(dials?.low).toBe(-1)
  expect(dials?.high).toBeCloseTo(-15.01 / 38.73, 12)
})

it('leaves out what was zero before, and what is not known', () => {
  expect(effectsFigure(beforeAfter)?.effects.map(({ metric }) => metric)).toEqual([
    'mean',
    'p99',
    'dialsPerSecond',
    'rssPeak',
  ])
  expect(effectsFigure([])).toBeNull()
})
