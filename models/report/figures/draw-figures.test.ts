import { expect, it } from 'vitest'
import { simulated } from '../../recommend/simulated-candidates.fixture.ts'
import { verifyBlock as block, verifyPair as pair } from '../verify-pairs.fixture.ts'
import { drawFigures, type FiguresInput } from './draw-figures.ts'

const nothing: FiguresInput = {
  sweep: null,
  fit: null,
  simulate: null,
  recommend: null,
  verify: null,
  slo: null,
}

it('draws nothing of a run that has left nothing', () => {
  expect(drawFigures(nothing)).toEqual({
    latency: null,
    rates: null,
    surface: null,
    timeline: null,
    composition: null,
  })
})

it('draws what there is, as JSON can say it', () => {
  const schedule = { durationMs: 60_000, everyMs: 60_000, ratePerSecond: [5], peakMinuteRate: 5 }
  const figures = drawFigures({
    ...nothing,
    simulate: { ...simulated('hint', []), schedule },
    verify: { planned: 1, pairs: [pair(block({ responseMs: 40 }), block({ responseMs: 20 }))] },
  })
  expect(figures.latency?.curves).toHaveLength(4)
  expect(figures.timeline?.windows).toHaveLength(1)
  expect(figures).toMatchObject({ rates: null, surface: null, composition: null })
  expect(JSON.parse(JSON.stringify(figures))).toEqual(figures)
})
