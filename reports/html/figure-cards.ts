import type {
  CompositionFigure,
  LatencyCurve,
  LatencyFigure,
  RatesFigure,
  SurfaceFigure,
  TimelineFigure,
} from '../../models/report/figures/run-figures.ts'
import { compositionParts } from '../../models/report/figures/run-figures.ts'
import { plainNumber, percentileName, shortDuration, smallShare } from '../charts/chart-words.ts'
import { barName, barTotalMs, inReadingOrder, partNames } from '../charts/composition-chart.ts'
import { type PlacedSurface, placeSurface } from '../charts/placed-surface.ts'
import { formatMoment } from '../terminal/format-value.ts'
import { chartFigure, missingFigure } from './chart-figure.ts'
import { dataTable } from './data-table.ts'
import {
  type Change,
  compositionReading,
  latencyReading,
  ratesReading,
  surfaceReading,
  timelineReading,
} from './figure-readings.ts'
import type { Html, Part } from './html.ts'
import { html } from './html.ts'

export function latencyCard(figure: LatencyFigure | null, p99: Change | null, again: Html): Html {
  const title = 'How long requests take, up to the slowest'
  if (figure === null || figure.curves.length === 0) {
    return missingFigure(title, html`It takes the verification, which this run has not done. ${again}`)
  }
  const percentiles = [
    ...new Set(figure.curves.flatMap(({ points }) => points.map((point) => point.percentile))),
  ]
  return chartFigure({
    spec: { kind: 'latency', id: 'latency', figure },
    title,
    reading: latencyReading(p99),
    data: dataTable({
      label: 'Response time by percentile, in ms',
      head: ['percentile', ...figure.curves.map(({ side, source }) => `${side}, ${source}`)],
      rows: percentiles
        .sort((a, b) => a - b)
        .map((percentile) => [
          percentileName(percentile),
          ...figure.curves.map((curve) => ms(timeAt(curve, percentile))),
        ]),
    }),
  })
}

function timeAt({ points }: LatencyCurve, percentile: number): number | null {
  return points.find((point) => point.percentile === percentile)?.responseMs ?? null
}

export function ratesCard(figure: RatesFigure | null, again: Html): Html {
  const title = 'How much the target can take'
  if (figure === null || figure.steps.length === 0) {
    return missingFigure(title, html`It takes the sweep, which this run has not done. ${again}`)
  }
  return chartFigure({
    spec: { kind: 'rates', id: 'rates', figure },
    title,
    reading: ratesReading(figure),
    data: dataTable({
      label: 'Response time against offered rate',
      head: ['offered', 'achieved', 'mean, ms', 'P50, ms', 'P99, ms', 'outcome'],
      words: [5],
      rows: figure.steps.map(({ offeredRate, achievedRate, meanMs, p50Ms, p99Ms, outcome }) => [
        `${plainNumber(offeredRate)}/s`,
        `${plainNumber(achievedRate)}/s`,
        ms(meanMs),
        ms(p50Ms),
        ms(p99Ms),
        outcome,
      ]),
    }),
  })
}

export function surfaceCard(figure: SurfaceFigure | null, again: Html): Html {
  const title = 'How many requests have to open a connection'
  if (figure === null || figure.dialShare.length === 0) {
    return missingFigure(
      title,
      html`It takes the simulation of the whole schedule, which this run has not done. ${again}`,
    )
  }
  const placed = placeSurface(figure)
  return chartFigure({
    spec: { kind: 'surface', id: 'surface', figure: placed },
    title,
    reading: surfaceReading(placed),
    data: surfaceTable(placed),
  })
}

/** Columns as in the chart; the share in each cell. */
function surfaceTable({ idleTimeoutsMs, maxIdles, dialShare }: PlacedSurface): Html {
  return dataTable({
    label: 'Share of requests that dial, by idleTimeout and maxIdlePerHost',
    head: ['idleTimeout', ...maxIdles.map((maxIdle) => `max ${maxIdle}`)],
    rows: idleTimeoutsMs.map((timeoutMs, row) => [
      shortDuration(timeoutMs),
      ...(dialShare[row] ?? []).map((share) => smallShare(share)),
    ]),
  })
}

export function timelineCard(figure: TimelineFigure | null, again: Html): Html {
  const title = 'When it was verified'
  if (figure === null || figure.ratePerSecond.length === 0) {
    return missingFigure(
      title,
      html`This run does not hold the rate of its schedule over time: it was not simulated, or by an earlier
      version. ${again}`,
    )
  }
  return chartFigure({
    spec: { kind: 'timeline', id: 'timeline', figure },
    title,
    reading: timelineReading(figure),
    data: dataTable({
      label: 'Verified windows',
      head: [
        'window',
        'begins at',
        'lasts',
        'P99 before, ms',
        'P99 after, ms',
        'dials/s before',
        'dials/s after',
      ],
      rows: figure.windows.map((window, i) => [
        i + 1,
        formatMoment(window.fromMs),
        shortDuration(window.toMs - window.fromMs),
        ms(window.beforeP99Ms),
        ms(window.afterP99Ms),
        plainNumber(window.beforeDialsPerSecond),
        plainNumber(window.afterDialsPerSecond),
      ]),
    }),
  })
}

export function compositionCard(figure: CompositionFigure | null, again: Html): Html {
  const title = 'Where the time goes'
  if (figure === null || figure.bars.length === 0) {
    return missingFigure(
      title,
      html`This run does not tell the parts of its response times: it was not verified, or by an earlier
      version. ${again}`,
    )
  }
  return chartFigure({
    spec: { kind: 'composition', id: 'composition', figure },
    title,
    reading: compositionReading(figure),
    data: dataTable({
      label: 'Mean parts of the response time, in ms',
      head: ['', ...compositionParts.map((part) => partNames[part]), 'sum', 'requests'],
      rows: inReadingOrder(figure).map((bar): Part[] => [
        barName(bar),
        ...compositionParts.map((part) => plainNumber(bar.partsMs[part])),
        plainNumber(barTotalMs(bar)),
        bar.requests,
      ]),
    }),
  })
}

function ms(value: number | null): string {
  return value === null ? '–' : plainNumber(value)
}
