import type {
  CompositionFigure,
  LatencyFigure,
  RatesFigure,
  TimelineFigure,
} from '../../models/report/figures/run-figures.ts'
import type { EffectsFigure } from './effects-figure.ts'
import type { PlacedSurface } from './placed-surface.ts'

/** What each kind of chart is drawn from. All of it is plain data that JSON can hold, since the page carries it. */
export interface ChartFigures {
  readonly latency: LatencyFigure
  readonly rates: RatesFigure
  readonly surface: PlacedSurface
  readonly timeline: TimelineFigure
  readonly composition: CompositionFigure
  readonly effects: EffectsFigure
}

export type ChartKind = keyof ChartFigures

/** A chart of a page. */
export type ChartSpec = {
  readonly [Kind in ChartKind]: {
    readonly kind: Kind
    /** Unique in its page: letters, digits and dashes. */
    readonly id: string
    readonly figure: ChartFigures[Kind]
  }
}[ChartKind]

/** What a chart is drawn into. */
export interface ChartSpace {
  /** In px. */
  readonly width: number
  /** Whether it answers to the pointer. */
  readonly live: boolean
}
