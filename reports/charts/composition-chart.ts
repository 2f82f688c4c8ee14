import type { BarSeriesOption } from 'echarts/charts'
import {
  type CompositionBar,
  type CompositionFigure,
  type CompositionPart,
  compositionParts,
} from '../../models/report/figures/run-figures.ts'
import { axisLabel, chartBase, legendAt, lyingAxis, NARROW, tooltipBox } from './chart-parts.ts'
import type { ChartSpace } from './chart-spec.ts'
import { plainNumber, tooltipRows } from './chart-words.ts'
import type { DrawnChart } from './draw-chart.ts'
import { colour } from './palette.ts'

/** What the parts of a response time are called. */
export const partNames: Readonly<Record<CompositionPart, string>> = {
  late: 'late',
  poolWait: 'pool wait',
  connect: 'connect',
  tls: 'TLS',
  firstByte: 'first byte',
  body: 'body',
}

/** Mean parts of the response time, stacked: of all requests and of the slowest, before and after. */
export function compositionChart(figure: CompositionFigure, { width, live }: ChartSpace): DrawnChart {
  const bars = inReadingOrder(figure)
  const narrow = width < NARROW
  return {
    height: (narrow ? 122 : 100) + 46 * bars.length,
    option: {
      ...chartBase,
      legend: {
        ...legendAt(
          0,
          compositionParts.map((part) => partNames[part]),
        ),
        itemWidth: 14,
      },
      grid: { top: narrow ? 64 : 38, left: narrow ? 92 : 190, right: narrow ? 48 : 64, bottom: 48 },
      ...(live ? { tooltip: tooltip(bars) } : {}),
      xAxis: { ...lyingAxis('mean response time, ms'), min: 0 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: bars.map((bar) => barName(bar, narrow)),
        axisLabel: { ...axisLabel, color: colour('text'), lineHeight: 15 },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      series: [...compositionParts.map((part) => partSeries(bars, part)), totals(bars)],
    },
  }
}

/** Before and after of all requests, then of the slowest. */
export function inReadingOrder({ bars }: CompositionFigure): CompositionBar[] {
  const groups: ReadonlyArray<CompositionBar['of']> = ['all', 'slowest']
  return groups.flatMap((group) => bars.filter((bar) => bar.of === group))
}

/** Such as `slowest 1 %, before`. */
export function barName({ side, of }: CompositionBar, narrow = false): string {
  const group =
    of === 'all' ? (narrow ? 'all' : 'all requests') : narrow ? 'slowest 1 %' : 'slowest hundredth'
  return narrow ? `${group},\n${side}` : `${group}, ${side}`
}

/** Mean response time of the requests in a bar, in ms. */
export function barTotalMs({ partsMs }: CompositionBar): number {
  return compositionParts.reduce((sum, part) => sum + partsMs[part], 0)
}

function partSeries(bars: readonly CompositionBar[], part: CompositionPart): BarSeriesOption {
  return {
    type: 'bar',
    name: partNames[part],
    stack: 'parts',
    barWidth: 24,
    color: colour(part),
    emphasis: { disabled: true },
    data: bars.map(({ partsMs }) => partsMs[part]),
  }
}

/** Nothing but the sum, written at the end of each bar. */
function totals(bars: readonly CompositionBar[]): BarSeriesOption {
  return {
    type: 'bar',
    name: 'sum',
    stack: 'parts',
    silent: true,
    color: 'transparent',
    data: bars.map(() => 0),
    label: {
      show: true,
      position: 'right',
      color: colour('text'),
      fontSize: 12,
      fontWeight: 'bold',
      formatter: ({ dataIndex }) => {
        const bar = bars[dataIndex]
        return bar === undefined ? '' : plainNumber(barTotalMs(bar))
      },
    },
  }
}

function tooltip(bars: readonly CompositionBar[]) {
  return {
    ...tooltipBox,
    trigger: 'axis' as const,
    axisPointer: { type: 'shadow' as const },
    formatter: (shown: unknown) => {
      const bar = bars[(shown as ReadonlyArray<{ readonly dataIndex: number }>)[0]?.dataIndex ?? 0]
      if (bar === undefined) return ''
      const rows = compositionParts.map((part) => ({
        name: partNames[part],
        value: `${plainNumber(bar.partsMs[part])} ms`,
        colour: colour(part),
      }))
      return tooltipRows(`${barName(bar)}: ${plainNumber(barTotalMs(bar))} ms`, rows)
    },
  }
}
