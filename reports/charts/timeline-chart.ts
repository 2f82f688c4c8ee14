import type { ScatterSeriesOption } from 'echarts/charts'
import type { Side, TimelineFigure } from '../../models/report/figures/run-figures.ts'
import {
  axisLabel,
  axisLine,
  axisName,
  chartBase,
  logTimeAxis,
  legendAt,
  pointsOnly,
  logTicks,
  NARROW,
  splitLine,
  tooltipBox,
  zoomOf,
} from './chart-parts.ts'
import type { ChartSpace } from './chart-spec.ts'
import { plainNumber, tooltipRows } from './chart-words.ts'
import type { DrawnChart } from './draw-chart.ts'
import { colour } from './palette.ts'
import { timeScale } from './time-scale.ts'

/** The rate of the schedule over its whole length, and above it the P99 of each verified window. */
export function timelineChart(figure: TimelineFigure, { width, live }: ChartSpace): DrawnChart {
  const scale = timeScale(figure.durationMs, width < NARROW ? 4 : 8)
  const times = figure.windows
    .flatMap(({ beforeP99Ms, afterP99Ms }) => [beforeP99Ms, afterP99Ms])
    .filter((ms) => ms !== null && ms > 0) as number[]
  const ticks = times.length === 0 ? [1, 10] : logTicks(Math.min(...times), Math.max(...times))
  const time = {
    type: 'value' as const,
    min: 0,
    max: figure.durationMs / scale.unitMs,
    interval: scale.every,
    axisLine,
    axisTick: { show: false },
    splitLine,
  }
  return {
    height: live ? 480 : 440,
    option: {
      ...chartBase,
      legend: {
        ...legendAt(0, ['P99 before', 'P99 after']),
        data: ['P99 before', 'P99 after', { name: 'rate', itemStyle: { opacity: 0 } }],
        ...pointsOnly,
      },
      grid: [
        { top: 58, height: 160, left: 56, right: 20 },
        { top: 262, height: 124, left: 56, right: 20 },
      ],
      ...(live ? { tooltip: tooltip(figure, scale), dataZoom: zooms } : {}),
      xAxis: [
        { ...time, gridIndex: 0, axisLabel: { show: false } },
        {
          ...time,
          gridIndex: 1,
          axisLabel,
          name: scale.name,
          nameLocation: 'middle',
          nameGap: 28,
          nameTextStyle: axisName,
        },
      ],
      yAxis: [
        { ...logTimeAxis(ticks, 'P99 in the verified windows, ms'), gridIndex: 0 },
        {
          type: 'value',
          gridIndex: 1,
          min: 0,
          splitNumber: 3,
          name: 'requests/s of the schedule',
          nameTextStyle: { ...axisName, align: 'left', padding: [0, 0, 0, -48] },
          axisLabel,
          axisTick: { show: false },
          splitLine,
        },
      ],
      series: [
        windowSeries(figure, 'before', scale.unitMs),
        windowSeries(figure, 'after', scale.unitMs),
        {
          type: 'line',
          name: 'rate',
          xAxisIndex: 1,
          yAxisIndex: 1,
          symbol: 'none',
          color: colour('muted'),
          lineStyle: { width: 1, color: colour('muted') },
          areaStyle: { color: colour('muted'), opacity: 0.22 },
          emphasis: { disabled: true },
          data: figure.ratePerSecond.map((rate, i) => [((i + 0.5) * figure.everyMs) / scale.unitMs, rate]),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: colour('after'), width: 1, type: 'solid', opacity: 0.7 },
            data: figure.windows.map(({ fromMs, toMs }) => ({ xAxis: (fromMs + toMs) / 2 / scale.unitMs })),
          },
        },
      ],
    },
  }
}

const zooms = [
  zoomOf({ xAxisIndex: [0, 1] }),
  {
    type: 'slider' as const,
    xAxisIndex: [0, 1],
    bottom: 6,
    height: 22,
    showDetail: false,
    brushSelect: false,
    showDataShadow: false,
    borderColor: colour('rule'),
    fillerColor: 'rgba(128,140,160,0.25)',
    handleStyle: { color: colour('card'), borderColor: colour('muted') },
    moveHandleStyle: { color: colour('muted'), opacity: 0.4 },
  },
]

function windowSeries({ windows }: TimelineFigure, side: Side, unitMs: number): ScatterSeriesOption {
  const p99Of = (window: TimelineFigure['windows'][number]) =>
    side === 'before' ? window.beforeP99Ms : window.afterP99Ms
  return {
    type: 'scatter',
    name: `P99 ${side}`,
    symbol: side === 'before' ? 'circle' : 'diamond',
    symbolSize: side === 'before' ? 9 : 12,
    color: colour(side),
    itemStyle: { color: colour(side), borderColor: colour('card'), borderWidth: 1, opacity: 1 },
    emphasis: { disabled: true },
    data: windows.flatMap((window) => {
      const p99Ms = p99Of(window)
      return p99Ms === null || p99Ms <= 0 ? [] : [[(window.fromMs + window.toMs) / 2 / unitMs, p99Ms]]
    }),
  }
}

function tooltip(
  { windows, ratePerSecond, everyMs }: TimelineFigure,
  { unitMs, unit }: { unitMs: number; unit: string },
) {
  return {
    ...tooltipBox,
    trigger: 'axis' as const,
    formatter: (shown: unknown) => {
      const at = (shown as ReadonlyArray<{ readonly axisValue: number }>)[0]?.axisValue ?? 0
      const window = windows.find(({ fromMs, toMs }) => Math.abs((fromMs + toMs) / 2 / unitMs - at) < 1e-6)
      const rate = ratePerSecond[Math.floor((at * unitMs) / everyMs)]
      const ms = (value: number | null) => (value === null ? '–' : `${plainNumber(value)} ms`)
      return tooltipRows(`${unit} ${plainNumber(at)}`, [
        ...(window === undefined
          ? []
          : [
              { name: 'P99 before', value: ms(window.beforeP99Ms), colour: colour('before') },
              { name: 'P99 after', value: ms(window.afterP99Ms), colour: colour('after') },
              { name: 'dials before', value: `${plainNumber(window.beforeDialsPerSecond)}/s` },
              { name: 'dials after', value: `${plainNumber(window.afterDialsPerSecond)}/s` },
            ]),
        ...(rate === undefined ? [] : [{ name: 'rate', value: `${plainNumber(rate)}/s` }]),
      ])
    },
  }
}
