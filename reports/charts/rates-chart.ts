import type { LineSeriesOption } from 'echarts/charts'
import type { RatesFigure } from '../../models/report/figures/run-figures.ts'
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
  tooltipBox,
  zoomOf,
} from './chart-parts.ts'
import type { ChartSpace } from './chart-spec.ts'
import { plainNumber, tooltipRows } from './chart-words.ts'
import type { DrawnChart } from './draw-chart.ts'
import { colour } from './palette.ts'
import { ratesMarks } from './rates-marks.ts'

/** Response time against offered rate, both logarithmic, with what may be asked of it and where it bends. */
export function ratesChart(figure: RatesFigure, { width, live }: ChartSpace): DrawnChart {
  const times = timesOf(figure)
  const yTicks = logTicks(Math.min(...times, 1e6), Math.max(...times, 1))
  const xTicks = logTicks(...rangeOfRates(figure))
  const shownTicks = width < NARROW ? xTicks.filter((tick) => String(tick).startsWith('1')) : xTicks
  return {
    height: 380,
    option: {
      ...chartBase,
      legend: { ...legendAt(0, ['P99', 'mean', 'P50']), ...linesOnly },
      grid: { top: 72, left: 56, right: 28, bottom: 48 },
      ...(live ? { tooltip: tooltip(figure), dataZoom: [zoomOf({ xAxisIndex: 0 })] } : {}),
      xAxis: {
        type: 'log',
        min: xTicks[0] ?? 1,
        max: xTicks.at(-1) ?? 10,
        name: 'offered rate, requests/s',
        nameLocation: 'middle',
        nameGap: 30,
        nameTextStyle: axisName,
        axisLine,
        axisLabel: { ...axisLabel, customValues: shownTicks, formatter: plainNumber },
        axisTick: { show: true, customValues: shownTicks, lineStyle: { color: colour('muted') } },
        splitLine: { show: false },
      },
      yAxis: logTimeAxis(yTicks, 'response time, ms', 18),
      series: [
        { ...line(figure, 'p99Ms', 'P99'), ...ratesMarks(figure, width < NARROW) },
        line(figure, 'meanMs', 'mean'),
        line(figure, 'p50Ms', 'P50'),
      ],
    },
  }
}

type Time = 'p99Ms' | 'meanMs' | 'p50Ms'

const looks = {
  p99Ms: { colour: colour('accent'), width: 2.5, type: 'solid' },
  meanMs: { colour: colour('muted'), width: 1.75, type: [6, 4] },
  p50Ms: { colour: colour('muted'), width: 1.5, type: [2, 3] },
} as const

/** Steps that met the SLO are filled, the others are hollow. */
function line({ steps }: RatesFigure, time: Time, name: string): LineSeriesOption {
  const look = looks[time]
  return {
    type: 'line',
    name,
    symbol: time === 'p99Ms' ? 'circle' : 'none',
    symbolSize: 8,
    color: look.colour,
    lineStyle: {
      width: look.width,
      type: typeof look.type === 'string' ? look.type : [...look.type],
      color: look.colour,
    },
    emphasis: { disabled: true },
    data: steps.flatMap((step) =>
      step[time] === null
        ? []
        : [
            {
              value: [step.offeredRate, step[time]],
              itemStyle: {
                color: step.outcome === 'met' ? look.colour : colour('card'),
                borderColor: look.colour,
                borderWidth: 2,
              },
            },
          ],
    ),
  }
}

function timesOf({ steps, sloP99Ms }: RatesFigure): number[] {
  const times = steps.flatMap(({ p99Ms, meanMs, p50Ms }) => [p99Ms, meanMs, p50Ms])
  return [...times, sloP99Ms].filter((ms) => ms !== null && ms > 0) as number[]
}

function rangeOfRates({ steps, schedule, knee }: RatesFigure): [number, number] {
  const rates = [
    ...steps.map(({ offeredRate }) => offeredRate),
    schedule?.meanRate,
    schedule?.peakRate,
    knee?.high,
  ]
  const known = rates.filter((rate) => rate !== undefined && rate > 0) as number[]
  return known.length === 0 ? [1, 10] : [Math.min(...known), Math.max(...known)]
}

function tooltip({ steps }: RatesFigure) {
  return {
    ...tooltipBox,
    trigger: 'axis' as const,
    formatter: (shown: unknown) => {
      const rate = (shown as ReadonlyArray<{ readonly value: readonly number[] }>)[0]?.value[0] ?? 0
      const step = steps.find(({ offeredRate }) => offeredRate === rate)
      if (step === undefined) return ''
      const ms = (value: number | null) => (value === null ? '–' : `${plainNumber(value)} ms`)
      return tooltipRows(`${plainNumber(rate)}/s offered: ${step.outcome}`, [
        { name: 'P99', value: ms(step.p99Ms), colour: colour('accent') },
        { name: 'mean', value: ms(step.meanMs) },
        { name: 'P50', value: ms(step.p50Ms) },
        { name: 'achieved', value: `${plainNumber(step.achievedRate)}/s` },
      ])
    },
  }
}
