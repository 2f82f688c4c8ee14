import type { EChartsOption } from 'echarts'
import type { ChartFigures, ChartKind, ChartSpace } from './chart-spec.ts'
import { compositionChart } from './composition-chart.ts'
import { effectsChart } from './effects-chart.ts'
import { latencyChart } from './latency-chart.ts'
import { ratesChart } from './rates-chart.ts'
import { surfaceChart } from './surface-chart.ts'
import { timelineChart } from './timeline-chart.ts'

/** A chart as its library takes it, and how high it is to be, in px. */
export interface DrawnChart {
  readonly option: EChartsOption
  readonly height: number
}

/** Draws a chart for so much space: the same in a page that is written and in one that is looked at. */
export function drawChart<Kind extends ChartKind>(
  { kind, figure }: { readonly kind: Kind; readonly figure: ChartFigures[Kind] },
  space: ChartSpace,
): DrawnChart {
  return drawings[kind](figure, space)
}

const drawings: {
  readonly [Kind in ChartKind]: (figure: ChartFigures[Kind], space: ChartSpace) => DrawnChart
} = {
  latency: latencyChart,
  rates: ratesChart,
  surface: surfaceChart,
  timeline: timelineChart,
  composition: compositionChart,
  effects: effectsChart,
}
