import { describe, expect, it } from 'vitest'
import type { FitArtifact } from '../../artifacts/fit.ts'
import type { SimulateArtifact } from '../../artifacts/simulate.ts'
import type { SweepArtifact, SweepStep } from '../../artifacts/sweep.ts'
import { LatencyHistogram } from '../../measurement/latency-histogram.ts'
import { steadyMeasurement } from '../../measurement/measurement.fixture.ts'
import { storeMeasurement } from '../../measurement/measurement.ts'
import { fitWith, simulated } from '../../recommend/simulated-candidates.fixture.ts'
import { verifyBlock } from '../verify-pairs.fixture.ts'
import { ratesFigure } from './rates-figure.ts'

/** A second of so many due requests, of which 90 were answered in the second. */
function step(due: number, responseMs: number | null, outcome: SweepStep['outcome'] = 'met'): SweepStep {
  const steady = steadyMeasurement({ responseMs: responseMs ?? 0 })
  const answers = responseMs === null ? { response: new LatencyHistogram() } : {}
  const { generator, target } = verifyBlock({ responseMs: 1 })
  return {
    offeredRate: due + 1.5,
    measurement: storeMeasurement({
      ...steady,
      ...answers,
      requests: { ...steady.requests, due, ended: 90 },
    }),
    generator,
    target,
    outcome,
  }
}

function sweepOf(...steps: SweepStep[]): SweepArtifact {
  return { withoutReuse: null, steps, ended: null }
}

function fitWithKnee(x: number): FitArtifact {
  const fit = fitWith(null)
  return { ...fit, knee: { ...fit.knee, kneedle: { x, y: 1, index: 1, range: [100, 400] } } }
}

const nothing = { sweep: null, fit: null, simulate: null, sloP99Ms: null }

describe('the rates figure', () => {
  it('of nothing swept is none', () => {
    expect(ratesFigure(nothing)).toBeNull()
    expect(ratesFigure({ ...nothing, sweep: sweepOf() })).toBeNull()
  })

  it('has the steps by the rate that came due, whatever their order', () => {
    const sweep = sweepOf(step(200, 40, 'slow'), step(100, 20), step(300, null, 'failing'))
    const figure = ratesFigure({ ...nothing, sweep, sloP99Ms: 250 })
    expect(figure?.steps.map(({ offeredRate, outcome }) => [offeredRate, outcome])).toEqual([
      [100, 'met'],
      [200, 'slow'],
      [300, 'failing'],
    ])
    expect(figure?.steps[0]).toMatchObject({ achievedRate: 90, meanMs: 20, p50Ms: 20, p99Ms: 20 })
    expect(figure?.steps[2]).toMatchObject({ meanMs: null, p50Ms: null, p99Ms: null })
    expect(figure).toMatchObject({ sloP99Ms: 250, capacity: null, knee: null, schedule: null })
  })

  it.each([
    [200, { rate: 200, low: 100, high: 300 }],
    [300, { rate: 300, low: 200, high: 300 }],
  ])('has the knee at %d with the steps beside it', (x, knee) => {
    const sweep = sweepOf(step(100, 20), step(200, 21), step(200, 22), step(300, 60))
    const figure = ratesFigure({ ...nothing, sweep, fit: fitWithKnee(x) })
    expect(figure).toMatchObject({ knee, capacity: { rate: 1781, nextRate: 2108 } })
  })

  it('has the rates of the schedule, where the run kept it', () => {
    const simulate: SimulateArtifact = simulated('hint', [])
    const schedule = { durationMs: 10_000, everyMs: 10_000, ratePerSecond: [30], peakMinuteRate: 31 }
    const surface = { ...simulate.surface, requests: 305 }
    const sweep = sweepOf(step(100, 20))
    expect(ratesFigure({ ...nothing, sweep, simulate })?.schedule).toBeNull()
    expect(
      ratesFigure({ ...nothing, sweep, simulate: { ...simulate, surface, schedule } })?.schedule,
    ).toEqual({
      meanRate: 30.5,
      peakRate: 31,
    })
  })
})
