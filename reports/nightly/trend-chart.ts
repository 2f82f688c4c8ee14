import type { EChartsOption } from 'echarts'
import { axisLabel, axisLine, axisName, chartBase, FONT, legendAt, splitLine } from '../charts/chart-parts.ts'
import { colour, type ColourName } from '../charts/palette.ts'
import { formatChange } from '../terminal/format-value.ts'
import type { TrendFigure, TrendNight } from './trend-figure.ts'

interface Mark {
  readonly colour: ColourName
  readonly symbol: string
}

/** Told apart by their form too. */
const marks: Readonly<Record<Exclude<TrendNight['verdict'], 'baseline'>, Mark>> = {
  ok: { colour: 'after', symbol: 'circle' },
  improvement: { colour: 'good', symbol: 'triangle' },
  regression: { colour: 'bad', symbol: 'diamond' },
  drift: { colour: 'warn', symbol: 'rect' },
  unknown: { colour: 'muted', symbol: 'emptyCircle' },
}

type Verdict = keyof typeof marks

/** Changes against the baseline with their 95 % intervals, night by night. */
export function trendChart(figure: TrendFigure): EChartsOption {
  const { nights, kind, unit } = figure
  const verdicts = (Object.keys(marks) as Verdict[]).filter((verdict) =>
    nights.some((night) => night.verdict === verdict && night.change !== null),
  )
  return {
    ...chartBase,
    legend: { ...legendAt(0, verdicts), itemWidth: 12 },
    grid: { top: 56, left: 72, right: 64, bottom: 30 },
    xAxis: {
      type: 'category',
      data: nights.map(({ at }) => at.slice(0, 10)),
      axisLabel: { ...axisLabel, hideOverlap: true },
      axisLine,
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      name: 'change against the baseline',
      nameLocation: 'middle',
      nameGap: 58,
      nameTextStyle: axisName,
      axisLabel: { ...axisLabel, formatter: (value: number) => formatChange(value, kind, unit) },
      splitLine,
      scale: true,
    },
    series: [intervals(nights), ...verdicts.map((verdict) => points(nights, verdict)), lines(figure)],
  }
}

/** One stroke for each night, from the lower end to the upper. */
function intervals(nights: readonly TrendNight[]) {
  return {
    type: 'line' as const,
    name: '95 % interval',
    silent: true,
    showSymbol: false,
    connectNulls: false,
    lineStyle: { color: colour('muted'), width: 1.5 },
    data: nights.flatMap(({ low, high }, i) =>
      low === null || high === null
        ? []
        : [
            [i, low],
            [i, high],
            [i, null],
          ],
    ),
  }
}

function points(nights: readonly TrendNight[], verdict: Verdict) {
  const mark = marks[verdict]
  return {
    type: 'scatter' as const,
    name: verdict,
    symbol: mark.symbol,
    symbolSize: 9,
    itemStyle: { color: colour(mark.colour) },
    data: nights.flatMap((night, i) =>
      night.verdict === verdict && night.change !== null ? [[i, night.change]] : [],
    ),
  }
}

/** The baseline, the gate of the last night, the nights that were pinned, and where the figures changed. */
function lines({ nights, gate, changedFrom }: TrendFigure) {
  const pinned = nights.flatMap(({ verdict }, i) => (verdict === 'baseline' ? [i] : []))
  const label = { fontFamily: FONT, fontSize: 11, color: colour('muted') }
  const line = (
    name: string,
    at: { xAxis: number } | { yAxis: number },
    stroke: ColourName,
    type: 'solid' | 'dashed',
  ) => ({
    ...at,
    name,
    lineStyle: { color: colour(stroke), width: 1, type },
    label: { ...label, formatter: name, position: 'end' as const },
  })
  return {
    type: 'line' as const,
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      data: [
        line('baseline', { yAxis: 0 }, 'muted', 'solid'),
        ...(gate === null ? [] : [line('gate', { yAxis: gate }, 'bad', 'dashed')]),
        ...pinned.map((i) => line('pinned', { xAxis: i }, 'accent', 'dashed')),
        ...(changedFrom === null ? [] : [line('changed', { xAxis: changedFrom }, 'warn', 'solid')]),
      ],
    },
  }
}
