import type { LineSeriesOption } from 'echarts/charts'
import type { LatencyCurve, LatencyFigure } from '../../models/report/figures/run-figures.ts'
import {
  axisLabel,
  axisLine,
  axisName,
  chartBase,
  logTimeAxis,
  legendAt,
  linesOnly,
  logTicks,
  NARROW,
  splitLine,
  tooltipBox,
  zoomOf,
} from './chart-parts.ts'
import type { ChartSpace } from './chart-spec.ts'
import { percentileName, plainNumber, tooltipRows } from './chart-words.ts'
import type { DrawnChart } from './draw-chart.ts'
import { colour } from './palette.ts'

/**
 * Response time by percentile, on the axis of HDR plots: 1 / (1 − p), logarithmic, so that each nine more is one step
 * further and the tail has as much room as it has weight.
 */
export function latencyChart({ curves }: LatencyFigure, { width, live }: ChartSpace): DrawnChart {
  const narrow = width < NARROW
  const points = curves.flatMap((curve) => pointsOf(curve))
  const far = Math.max(100, ...points.map(([x]) => x))
  const times = points.map(([, ms]) => ms).filter((ms) => ms > 0)
  const ticks = times.length === 0 ? [1, 10] : logTicks(Math.min(...times), Math.max(...times))
  return {
    height: narrow ? 410 : 380,
    option: {
      ...chartBase,
      legend: { ...legendAt(0, curves.map(nameOf)), ...linesOnly },
      grid: { top: narrow ? 86 : 56, left: 56, right: 24, bottom: 48 },
      ...(live ? { tooltip: tooltip(curves), dataZoom: [zoomOf({ xAxisIndex: 0 })] } : {}),
      xAxis: {
        type: 'log',
        min: 1,
        max: far,
        name: 'percentile of requests',
        nameLocation: 'middle',
        nameGap: 30,
        nameTextStyle: axisName,
        axisLine,
        axisTick: { show: true, customValues: powers(far), lineStyle: { color: colour('muted') } },
        axisLabel: {
          ...axisLabel,
          customValues: powers(far),
          formatter: (x: number) => percentileName(100 * (1 - 1 / x)),
        },
        splitLine,
      },
      yAxis: logTimeAxis(ticks, 'response time, ms'),
      series: curves.map(seriesOf),
    },
  }
}

/** Powers of ten from 1 to `far`: 0 %, 90 %, 99 % and so on. */
function powers(far: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(far) + 1e-9) + 1 }, (_, nines) => 10 ** nines)
}

/** 1 / (1 − p) and ms; the slowest request of all is not on the axis. */
function pointsOf({ points }: LatencyCurve): Array<[number, number]> {
  return points
    .filter(({ percentile, responseMs }) => percentile < 100 && responseMs > 0)
    .map(({ percentile, responseMs }) => [1 / (1 - percentile / 100), responseMs])
}

function seriesOf(curve: LatencyCurve): LineSeriesOption {
  const measured = curve.source === 'measured'
  return {
    type: 'line',
    name: nameOf(curve),
    data: pointsOf(curve),
    symbol: 'none',
    color: colour(curve.side),
    lineStyle: { width: measured ? 2.5 : 1.75, type: measured ? 'solid' : [6, 4], color: colour(curve.side) },
    emphasis: { disabled: true },
  }
}

function nameOf({ side, source }: LatencyCurve): string {
  return `${side}, ${source}`
}

function tooltip(curves: readonly LatencyCurve[]) {
  return {
    ...tooltipBox,
    trigger: 'axis' as const,
    formatter: (shown: unknown) => {
      const x = (shown as ReadonlyArray<{ readonly axisValue: number }>)[0]?.axisValue ?? 1
      const rows = curves.map((curve) => ({
        name: nameOf(curve),
        value: `${plainNumber(timeAt(curve, x))} ms`,
        colour: colour(curve.side),
      }))
      return tooltipRows(percentileName(100 * (1 - 1 / x)), rows)
    },
  }
}

/** Of the first point at or beyond `x`, so never better than it was. */
function timeAt(curve: LatencyCurve, x: number): number {
  const points = pointsOf(curve)
  return (points.find(([at]) => at >= x * 0.999_999) ?? points.at(-1))?.[1] ?? Number.NaN
}
