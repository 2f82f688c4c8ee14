import type { SweepStep } from '../../models/artifacts/sweep.ts'
import { steadyMeasurement } from '../../models/measurement/measurement.fixture.ts'
import { storeMeasurement } from '../../models/measurement/measurement.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { hotPaths } from '../profile/hot-paths.fixture.ts'
import { runWith, wholeRun } from '../html/finished-run.fixture.ts'

const target: SweepStep['target'] = {
  rssPeakBytes: 1000,
  gcPauses: 2,
  gcTotalMs: 3,
  gcMaxMs: 1,
  eventLoopDelayMaxMs: 2,
  allocatedBytes: 3000,
  counters: {},
  cpuSeconds: 1,
  acceptedConnections: 5,
  requestsReceived: 110,
}

/** At 100 requests per second, and at 200, of which 100 were answered. */
const steps: readonly SweepStep[] = [100, 200].map((offeredRate) => ({
  offeredRate,
  measurement: storeMeasurement(steadyMeasurement({ responseMs: offeredRate / 10 })),
  generator: { driftP99Ms: 1, driftMaxMs: 2, latenessP99Ms: 1 },
  target,
  outcome: offeredRate === 100 ? 'met' : 'behind',
}))

const recommendation = wholeRun.report.recommendation as RecommendArtifact
const robustness = recommendation.robustness as NonNullable<RecommendArtifact['robustness']>

/** A run that has everything that a run can have: nothing is `null` or empty that need not be. */
export const fullRun: FinishedRun = {
  ...runWith({
    capacity: {
      sloCapacity: { rate: 1776, nextRate: 2050 },
      kneedle: { x: 1776, y: 37.4, index: 7, range: [65, 2050] },
      usl: {
        alpha: 0.02,
        beta: 0.0001,
        gamma: 98,
        standardErrors: { alpha: 0.005, beta: 0.00001, gamma: 7.8 },
        peakConcurrency: 109,
        peakThroughput: 2543,
        limit: 4757,
        residualStandardError: 60,
        identified: true,
        warnings: ['few points'],
      },
      plateau: {
        breakpoint: 1800,
        slopeBefore: 1,
        slopeAfter: 0.1,
        plateau: 1790,
        residualSumOfSquares: 2,
        bic: 3,
        line: { slope: 0.8, intercept: 5, residualSumOfSquares: 9, bic: 12 },
        better: 'segments',
      },
    },
    misfit: {
      steps: [{ offeredRate: 64.8, measuredP99Ms: 22.4, modelP99Ms: 23.4 }],
      typicalError: 0.18,
      withoutReuseError: 0.13,
    },
    recommendation: {
      ...recommendation,
      robustness: {
        ...robustness,
        rejected: [{ settings: recommendation.before, failures: ['the P99 is 310 ms'] }],
      },
    },
  }),
  steps,
  hotPaths,
}
