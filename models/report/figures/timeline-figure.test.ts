import { describe, expect, it } from 'vitest'
import type { VerifyBlock } from '../../artifacts/verify.ts'
import { LatencyHistogram } from '../../measurement/latency-histogram.ts'
import { simulated } from '../../recommend/simulated-candidates.fixture.ts'
import { verifyBlock as block, verifyPair as pair } from '../verify-pairs.fixture.ts'
import { timelineFigure } from './timeline-figure.ts'

const schedule = { durationMs: 25_000, everyMs: 10_000, ratePerSecond: [5, 7, 6], peakMinuteRate: 6 }
const simulate = { ...simulated('hint', []), schedule }

describe('the timeline figure', () => {
  it('of a run that did not keep its schedule is none', () => {
    expect(timelineFigure(null, [])).toBeNull()
    expect(timelineFigure(simulated('hint', []), [])).toBeNull()
  })

  it('has the schedule before anything was verified', () => {
    const { peakMinuteRate: _, ...shown } = schedule
    expect(timelineFigure(simulate, [])).toEqual({ ...shown, windows: [] })
  })

  it('has the windows in order of time, with what was measured', () => {
    const steady = block({ responseMs: 9 })
    const response = new LatencyHistogram().store()
    const unanswered: VerifyBlock = { ...steady, measured: { ...steady.measured, response } }
    const figure = timelineFigure(simulate, [
      pair(unanswered, block({ responseMs: 30, dialed: 4 }), 12_000),
      pair(block({ responseMs: 40, dialed: 20 }), block({ responseMs: 20, dialed: 2 }), 3000),
    ])
    expect(figure?.windows).toEqual([
      {
        fromMs: 3000,
        toMs: 4000,
        beforeP99Ms: 40,
        afterP99Ms: 20,
        beforeDialsPerSecond: 20,
        afterDialsPerSecond: 2,
      },
      {
        fromMs: 12_000,
        toMs: 13_000,
        beforeP99Ms: null,
        afterP99Ms: 30,
        beforeDialsPerSecond: 1,
        afterDialsPerSecond: 4,
      },
    ])
  })
})
