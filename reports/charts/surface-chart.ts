import type { ScatterSeriesOption } from 'echarts/charts'
import {
  axisLabel,
  axisName,
  chartBase,
  FONT,
  legendAt,
  NARROW,
  pointsOnly,
  tooltipBox,
} from './chart-parts.ts'
import type { ChartSpace } from './chart-spec.ts'
import { plainNumber, shortDuration, smallShare, tooltipRows } from './chart-words.ts'
import type { DrawnChart } from './draw-chart.ts'
import { colour } from './palette.ts'
import type { PlacedSurface, SurfaceCell } from './placed-surface.ts'

/** Share of requests that dial for each idle timeout and idle cap, on a logarithmic scale of colours. */
export function surfaceChart(figure: PlacedSurface, { width, live }: ChartSpace): DrawnChart {
  const narrow = width < NARROW
  const [low, high] = rangeOf(figure)
  const isLeft = ({ maxIdle }: SurfaceCell) => maxIdle < figure.maxIdles.length / 2
  return {
    height: narrow ? 420 : 460,
    option: {
      ...chartBase,
      legend: {
        ...legendAt(0, ['today', ...(figure.recommended === null ? [] : ['recommended']), 'Pareto front']),
        ...pointsOnly,
      },
      grid: { top: narrow ? 74 : 56, left: 62, right: 16, bottom: 96 },
      ...(live ? { tooltip: tooltip(figure) } : {}),
      xAxis: {
        type: 'category',
        data: figure.maxIdles.map(String),
        name: 'idle connections kept for a host in one pod (maxIdlePerHost)',
        nameLocation: 'middle',
        nameGap: 28,
        nameTextStyle: narrow ? { ...axisName, fontSize: 10 } : axisName,
        axisLabel: { ...axisLabel, hideOverlap: true },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'category',
        data: figure.idleTimeoutsMs.map(shortDuration),
        name: 'idleTimeout',
        nameTextStyle: { ...axisName, align: 'left', padding: [0, 0, 0, -54] },
        axisLabel: { ...axisLabel, interval: figure.idleTimeoutsMs.length > MOST_NAMED ? 'auto' : 0 },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      visualMap: {
        type: 'continuous',
        min: low,
        max: high,
        dimension: 2,
        seriesIndex: 0,
        orient: 'horizontal',
        left: 'center',
        bottom: 4,
        itemWidth: 12,
        itemHeight: narrow ? 150 : 240,
        text: [smallShare(10 ** high), `${smallShare(10 ** low)} or less`],
        textStyle: axisLabel,
        inRange: { color: [...SCALE] },
      },
      series: [
        {
          type: 'heatmap',
          data: cellsOf(figure, low),
          itemStyle: { borderWidth: 0.5, borderColor: colour('card') },
          emphasis: { disabled: true },
        },
        paretoSeries(figure, narrow),
        markSeries('today', figure.today, {
          symbol: 'circle',
          fill: colour('before'),
          onTheLeft: isLeft(figure.today),
        }),
        ...(figure.recommended === null
          ? []
          : [
              markSeries('recommended', figure.recommended, {
                symbol: 'diamond',
                fill: colour('after'),
                onTheLeft: isLeft(figure.recommended),
              }),
            ]),
      ],
    },
  }
}

/** So many rows are high enough for a name each. */
const MOST_NAMED = 24

/** From few dials to many: even in lightness, so also without colours (after viridis, Smith and van der Walt 2015). */
const SCALE = ['#fde725', '#90d743', '#35b779', '#21918c', '#31688e', '#443983', '#440154'] as const

/** Shares below this are drawn alike: one dial in a million. */
const LEAST_SHARE = 1e-6

/** Common logarithms of the scale's ends. */
function rangeOf({ dialShare }: PlacedSurface): [number, number] {
  const shares = dialShare.flat().filter((share) => share > LEAST_SHARE)
  const low = Math.log10(shares.reduce((least, share) => Math.min(least, share), 1))
  const high = Math.log10(shares.reduce((most, share) => Math.max(most, share), LEAST_SHARE))
  return high > low ? [low, high] : [low - 1, low]
}

function cellsOf({ dialShare }: PlacedSurface, low: number): Array<[number, number, number]> {
  return dialShare.flatMap((row, y) =>
    row.map((share, x): [number, number, number] => [
      x,
      y,
      Math.max(low, Math.log10(Math.max(share, LEAST_SHARE))),
    ]),
  )
}

function paretoSeries({ pareto }: PlacedSurface, narrow: boolean): ScatterSeriesOption {
  return {
    type: 'scatter',
    name: 'Pareto front',
    symbol: 'circle',
    symbolSize: narrow ? 3 : 5,
    silent: true,
    color: '#ffffff',
    itemStyle: { color: '#ffffff', borderColor: '#101318', borderWidth: 1, opacity: 1 },
    data: pareto.map(({ maxIdle, timeout }) => [maxIdle, timeout]),
  }
}

interface Mark {
  readonly symbol: 'circle' | 'diamond'
  readonly fill: string
  /** Of the surface: then there is room for the name on the right. */
  readonly onTheLeft: boolean
}

function markSeries(name: string, cell: SurfaceCell, look: Mark): ScatterSeriesOption {
  const { symbol, fill, onTheLeft } = look
  return {
    type: 'scatter',
    name,
    symbol,
    symbolSize: symbol === 'diamond' ? 20 : 15,
    silent: true,
    color: fill,
    itemStyle: { color: fill, borderColor: '#ffffff', borderWidth: 2, opacity: 1 },
    label: {
      show: true,
      formatter: name,
      position: onTheLeft ? 'right' : 'left',
      distance: 6,
      color: '#101318',
      backgroundColor: 'rgba(255,255,255,0.88)',
      borderRadius: 3,
      padding: [3, 8],
      fontFamily: FONT,
      fontSize: 11,
    },
    data: [[cell.maxIdle, cell.timeout]],
    z: 5,
  }
}

function tooltip(figure: PlacedSurface) {
  return {
    ...tooltipBox,
    trigger: 'item' as const,
    formatter: (shown: unknown) => {
      const [x = 0, y = 0] = (shown as { readonly value: readonly number[] }).value
      return tooltipRows(
        `idleTimeout ${shortDuration(figure.idleTimeoutsMs[y] ?? 0)}, maxIdlePerHost ${figure.maxIdles[x] ?? 0}`,
        [
          { name: 'requests that dial', value: smallShare(figure.dialShare[y]?.[x] ?? Number.NaN) },
          { name: 'P99', value: `${plainNumber(figure.p99Ms[y]?.[x] ?? Number.NaN)} ms` },
        ],
      )
    },
  }
}
