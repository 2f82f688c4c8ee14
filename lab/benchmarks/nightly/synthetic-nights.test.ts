import { describe, expect, it } from 'vitest'
import { judgeSeries, type SyntheticSeries } from './synthetic-nights.ts'

const noise: SyntheticSeries['noise'] = {
  perNight: 0.005,
  tails: 'normal',
  correlation: 0,
  perBlock: 0.02,
  uncancelled: 0.5,
}
const series = (more: Partial<SyntheticSeries>): SyntheticSeries => ({
  against: 'pinned',
  noise,
  nights: 12,
  stepAt: 9,
  step: 0.3,
  seed: 1,
  index: 0,
  ...more,
})

describe('judgeSeries', () => {
  for (const against of ['pinned', 'interleaved'] as const) {
    it(`sees a large step from the night it comes on, ${against}`, () => {
      const verdicts = judgeSeries(series({ against })).map(({ verdict }) => verdict)
      expect(verdicts.slice(0, 9)).not.toContain('regression')
      expect(verdicts.slice(9)).toEqual(['regression', 'regression', 'regression'])
    })
  }

  it('is the same for the same seed and index, and another for another', () => {
    expect(judgeSeries(series({}))).toEqual(judgeSeries(series({})))
    expect(judgeSeries(series({ noise: { ...noise, tails: 't3' } }))).not.toEqual(judgeSeries(series({})))
    expect(judgeSeries(series({ index: 1 }))).not.toEqual(judgeSeries(series({})))
  })
})
