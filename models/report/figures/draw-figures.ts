import type { FitArtifact } from '../../artifacts/fit.ts'
import type { RecommendArtifact } from '../../artifacts/recommend.ts'
import type { SimulateArtifact } from '../../artifacts/simulate.ts'
import type { SweepArtifact } from '../../artifacts/sweep.ts'
import type { VerifyArtifact } from '../../artifacts/verify.ts'
import { compositionFigure } from './composition-figure.ts'
import { latencyFigure } from './latency-figure.ts'
import { ratesFigure } from './rates-figure.ts'
import type { RunFigures } from './run-figures.ts'
import { surfaceFigure } from './surface-figure.ts'
import { timelineFigure } from './timeline-figure.ts'

/** What the stages of a run left, as far as it has come. */
export interface FiguresInput {
  readonly sweep: SweepArtifact | null
  readonly fit: FitArtifact | null
  readonly simulate: SimulateArtifact | null
  readonly recommend: RecommendArtifact | null
  readonly verify: VerifyArtifact | null
  /** Of the scenario; `null` for runs of earlier versions, which did not record it. */
  readonly slo: { readonly p99Ms: number; readonly failureRate: number } | null
}

/** The charts of a run, as data. */
export function drawFigures(input: FiguresInput): RunFigures {
  const { sweep, fit, simulate, recommend, verify, slo } = input
  const pairs = verify?.pairs ?? []
  return {
    latency: latencyFigure(pairs),
    rates: ratesFigure({ sweep, fit, simulate, sloP99Ms: slo?.p99Ms ?? null }),
    surface: surfaceFigure(simulate, recommend),
    timeline: timelineFigure(simulate, pairs),
    composition: compositionFigure(pairs),
  }
}
