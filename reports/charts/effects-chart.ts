import type { LineSeriesOption } from 'echarts/charts'
import { axisLabel, chartBase, lyingAxis, NARROW, tooltipBox } from './chart-parts.ts'
import type { ChartSpace } from './chart-spec.ts'
import { tooltipRows } from './chart-words.ts'
import type { DrawnChart } from './draw-chart.ts'
import type { Effect, EffectsFigure } from './effects-figure.ts'
import { colour } from './palette.ts'

/** A forest plot: each change with its 95 % interval, and no change as a line through all of them. */
export function effectsChart({ effects }: EffectsFigure, { width, live }: ChartSpace): DrawnChart {
  const narrow = width < NARROW
  return {
    height: 70 + 34 * effects.length,
    option: {
      ...chartBase,
      grid: { top: 8, left: narrow ? 104 : Math.max(130, widthOf(effects)), right: 20, bottom: 48 },
      ...(live ? { tooltip: tooltip(effects) } : {}),
      xAxis: lyingAxis(
        narrow ? 'change, %' : 'change against before, %, with its 95 % interval; left of 0 is less',
      ),
      yAxis: {
        type: 'category',
        inverse: true,
        data: effects.map(({ title }) => title),
        axisLabel: { ...axisLabel, color: colour('text') },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      series: [...effects.map(intervalSeries), changeSeries(effects)],
    },
  }
}

/** Px of a character of a title, on average, and most that titles take. */
const CHARACTER_PX = 7
const MOST_TITLE_PX = 260
/** Between titles and what is drawn. */
const GAP_PX = 10

function widthOf(effects: readonly Effect[]): number {
  const longest = Math.max(0, ...effects.map(({ title }) => title.length))
  return Math.min(MOST_TITLE_PX, GAP_PX + CHARACTER_PX * longest)
}

/** Green, red and grey are told apart by side and by the table's words too. */
function colourOf({ answer }: Effect): string {
  if (answer === 'better') return colour('good')
  return answer === 'worse' ? colour('bad') : colour('muted')
}

function intervalSeries(effect: Effect): LineSeriesOption {
  const name = effect.title
  return {
    type: 'line',
    symbol: 'none',
    silent: true,
    color: colourOf(effect),
    lineStyle: { width: 3, color: colourOf(effect), cap: 'round' },
    data: [
      [100 * effect.low, name],
      [100 * effect.high, name],
    ],
  }
}

function changeSeries(effects: readonly Effect[]): LineSeriesOption {
  return {
    type: 'line',
    symbol: 'rect',
    symbolSize: 11,
    lineStyle: { width: 0 },
    emphasis: { disabled: true },
    data: effects.map((effect) => ({
      value: [100 * effect.change, effect.title],
      itemStyle: { color: colourOf(effect), borderColor: colour('card'), borderWidth: 1 },
    })),
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: colour('text'), width: 1.5, type: 'solid' },
      data: [{ xAxis: 0 }],
    },
  }
}

function tooltip(effects: readonly Effect[]) {
  return {
    ...tooltipBox,
    trigger: 'axis' as const,
    axisPointer: { type: 'shadow' as const, axis: 'y' as const },
    formatter: (shown: unknown) => {
      const title = (shown as ReadonlyArray<{ readonly axisValue: string }>)[0]?.axisValue
      const effect = effects.find((each) => each.title === title)
      if (effect === undefined) return ''
      const percent = (share: number) => `${(100 * share).toFixed(1)} %`
      return tooltipRows(effect.title, [
        { name: 'change', value: percent(effect.change), colour: colourOf(effect) },
        { name: '95 % interval', value: `${percent(effect.low)} … ${percent(effect.high)}` },
      ])
    },
  }
}
