import type { SimulateArtifact } from '../../artifacts/simulate.ts'
import type { VerifyBlock, VerifyPair } from '../../artifacts/verify.ts'
import { dialsPerSecond, readMeasurement } from '../../measurement/measurement.ts'
import type { TimelineFigure } from './run-figures.ts'

/** The schedule and its verified windows; `null` where the schedule was not kept, as in runs of earlier versions. */
export function timelineFigure(
  simulate: SimulateArtifact | null,
  pairs: readonly VerifyPair[],
): TimelineFigure | null {
  const schedule = simulate?.schedule
  if (schedule === undefined) return null
  const { durationMs, everyMs, ratePerSecond } = schedule
  const windows = pairs.toSorted((a, b) => a.window.fromMs - b.window.fromMs).map(windowFigures)
  return { durationMs, everyMs, ratePerSecond, windows }
}

function windowFigures({ window, before, after }: VerifyPair): TimelineFigure['windows'][number] {
  const [old, recommended] = [blockFigures(before), blockFigures(after)]
  return {
    fromMs: window.fromMs,
    toMs: window.toMs,
    beforeP99Ms: old.p99Ms,
    afterP99Ms: recommended.p99Ms,
    beforeDialsPerSecond: old.dialsPerSecond,
    afterDialsPerSecond: recommended.dialsPerSecond,
  }
}

function blockFigures(block: VerifyBlock): { p99Ms: number | null; dialsPerSecond: number } {
  const measurement = readMeasurement(block.measured)
  const { response } = measurement
  return {
    p99Ms: response.count === 0 ? null : response.quantileMs(0.99),
    dialsPerSecond: dialsPerSecond(measurement),
  }
}
