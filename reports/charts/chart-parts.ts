import { plainNumber } from './chart-words.ts'
import { colour } from './palette.ts'

/** The system's own font. No name is in quotes, as these lists stand in quoted attributes too. */
export const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Liberation Sans, Arial, sans-serif'

/** Up to this width, in px, a chart is drawn for a phone. */
export const NARROW = 520

export const chartBase = {
  animation: false,
  textStyle: { fontFamily: FONT, color: colour('text') },
} as const

export const axisName = { color: colour('muted'), fontFamily: FONT, fontSize: 12 } as const
export const axisLabel = { color: colour('muted'), fontFamily: FONT, fontSize: 12 } as const
export const axisLine = { show: true, lineStyle: { color: colour('muted'), width: 1 } } as const
export const splitLine = { show: true, lineStyle: { color: colour('rule'), width: 1 } } as const

export function legendAt(top: number, data: ReadonlyArray<string>) {
  return {
    data: [...data],
    top,
    left: 0,
    itemGap: 22,
    itemWidth: 26,
    itemHeight: 10,
    textStyle: { color: colour('text'), fontFamily: FONT, fontSize: 12 },
    inactiveColor: colour('rule'),
  }
}

/** For legends of lines: no dot on them. */
export const linesOnly = { itemStyle: { opacity: 0 } } as const

/** For legends of points and areas, which are not stretched. */
export const pointsOnly = { itemWidth: 12, itemHeight: 12 } as const

/** A box that follows the pointer; its text is escaped by `tooltipRows`. */
export const tooltipBox = {
  confine: true,
  backgroundColor: colour('card'),
  borderColor: colour('rule'),
  textStyle: { color: colour('text'), fontFamily: FONT, fontSize: 12 },
  axisPointer: { lineStyle: { color: colour('muted') }, label: { show: false } },
} as const

/** Ctrl and the wheel, or two fingers, so that a page can be scrolled across a chart; `ZOOM_HINT` says so. */
export function zoomOf(axes: { readonly xAxisIndex: number | number[] }) {
  return { type: 'inside' as const, ...axes, zoomOnMouseWheel: 'ctrl' as const, moveOnMouseWheel: false }
}

export const ZOOM_HINT =
  'To zoom: Ctrl and the wheel, or two fingers; then drag. A double click shows all again.'

/**
 * A logarithmic axis up the left side, of times in ms.
 *
 * @param ticks from `logTicks` @param abovePx of room between its name and what is drawn
 */
export function logTimeAxis(ticks: readonly number[], name: string, abovePx = 0) {
  const customValues = [...ticks]
  return {
    type: 'log' as const,
    min: ticks[0] ?? 1,
    max: ticks.at(-1) ?? 10,
    name,
    nameTextStyle: { ...axisName, align: 'left' as const, padding: [0, 0, abovePx, -48] },
    axisLabel: { ...axisLabel, customValues, formatter: plainNumber },
    axisTick: { show: false, customValues },
    splitLine,
  }
}

/** A linear axis along the bottom, for bars that lie. */
export function lyingAxis(name: string) {
  return {
    type: 'value' as const,
    name,
    nameLocation: 'middle' as const,
    nameGap: 30,
    nameTextStyle: axisName,
    axisLabel: { ...axisLabel, hideOverlap: true },
    splitLine,
  }
}

/** 1, 2 and 5 times powers of ten, for the labels of a logarithmic axis, from below `low` to above `high`; both > 0. */
export function logTicks(low: number, high: number): number[] {
  // From a power lower: the logarithm of what is just below a power of ten is rounded up to it.
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) ticks.push(Number(`${factor}e${power}`))
  }
  const first = ticks.findLastIndex((tick) => tick <= low)
  const last = ticks.findIndex((tick) => tick >= high)
  return ticks.slice(Math.max(0, first), last < 0 ? ticks.length : Math.max(last, first + 1) + 1)
}
