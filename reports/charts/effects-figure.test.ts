import { expect, it } from 'vitest'
import { beforeAfter } from '../html/finished-run.fixture.ts'
import { effectsFigure } from './effects-figure.ts'

it('takes changes as shares of what was before, and nothing below nothing', () => {
  const dials = effectsFigure(beforeAfter)?.effects.find(({ title }) => title === 'dials per second')
  expect(dials?.change).toBeCloseTo(-38.67 / 38.73, 12)
  expect(dials?.low).toBe(-1)
  expect(dials?.high).toBeCloseTo(-15.01 / 38.73, 12)
})

it('leaves out what was zero before, and what is not known', () => {
  expect(effectsFigure(beforeAfter)?.effects.map(({ title }) => title)).toEqual([
    'mean response',
    'P99 response',
    'dials per second',
    'target RSS peak',
  ])
  expect(effectsFigure([])).toBeNull()
})
