import type {
  CompositionBar,
  CompositionFigure,
  RatesFigure,
  TimelineFigure,
} from '../../models/report/figures/run-figures.ts'
import { plainNumber, shortDuration, smallShare } from '../charts/chart-words.ts'
import { barTotalMs } from '../charts/composition-chart.ts'
import type { PlacedSurface, SurfaceCell } from '../charts/placed-surface.ts'

/** A figure before and after. */
export interface Change {
  readonly before: number
  readonly after: number
}

/**
 * How to read the response times by percentile.
 *
 * @param p99 in ms, as the table of before and after has it; `null` where it is not known
 */
export function latencyReading(p99: Change | null): string {
  const figures =
    p99 === null
      ? ''
      : `99 % of the requests were answered within ${p99.before.toFixed(1)} ms before and within ${p99.after.toFixed(1)} ms after. `
  return `${figures}Each nine more is one step to the right. Where a dashed line leaves the solid one of its colour, the model was wrong.`
}

/** How to read the response times against the rate. */
export function ratesReading({ capacity, sloP99Ms, knee, schedule, steps }: RatesFigure): string {
  const slo = sloP99Ms === null ? 'the SLO' : `the SLO of ${plainNumber(sloP99Ms)} ms`
  const next =
    capacity?.nextRate == null
      ? ''
      : `, at ${plainNumber(capacity.nextRate)}/s no longer (green band: the capacity lies in it)`
  const first =
    capacity === null
      ? `At none of ${steps.length} rates the target met ${slo} and did all that was offered.`
      : `Up to ${plainNumber(capacity.rate)}/s the target met ${slo} and did all that was offered${next}.`
  return [
    first,
    ...(steps.every(({ outcome }) => outcome === 'met')
      ? []
      : ['Rates at which it did not are hollow points.']),
    ...(knee === null
      ? []
      : [`The P99 bends at ${plainNumber(knee.rate)}/s (grey band: between the rates beside it).`]),
    ...(schedule === null
      ? []
      : [
          `The schedule asks for ${plainNumber(schedule.meanRate)}/s in the mean and ${plainNumber(schedule.peakRate)}/s in its highest minute.`,
        ]),
  ].join(' ')
}

/** How to read the surface of settings. */
export function surfaceReading(surface: PlacedSurface): string {
  const at = ({ timeout, maxIdle }: SurfaceCell) =>
    `${smallShare(surface.dialShare[timeout]?.[maxIdle] ?? Number.NaN)} of the requests (idleTimeout ${shortDuration(surface.idleTimeoutsMs[timeout] ?? 0)}, maxIdlePerHost ${surface.maxIdles[maxIdle] ?? 0})`
  const { recommended, today, exact } = surface
  const about = exact ? '' : 'about '
  const bound = exact
    ? 'The figures are exact for this pool, over the whole schedule.'
    : 'The shares are not exact for this pool: a lower bound where it closes the connection that was returned last, as those of Go and Node do, else an estimate.'
  return [
    `With today's settings ${about}${at(today)} have to open a connection${recommended === null ? '' : `, with the recommended ones ${about}${at(recommended)}`}.`,
    'Yellow is few, dark is many. No settings do better than those of the Pareto front in both dials and idle connections.',
    bound,
  ].join(' ')
}

/** How to read the schedule and its windows. */
export function timelineReading({ windows, durationMs }: TimelineFigure): string {
  const compared = windows.filter(
    ({ beforeP99Ms, afterP99Ms }) => beforeP99Ms !== null && afterP99Ms !== null,
  )
  const shorter = compared.filter(({ beforeP99Ms, afterP99Ms }) => (afterP99Ms ?? 0) < (beforeP99Ms ?? 0))
  if (windows.length === 0)
    return `The schedule lasts ${shortDuration(durationMs)}; no window of it was verified.`
  return `Each line in the lower chart is a window of the schedule (${plainNumber(durationMs / 3_600_000)} hours) that was sent through both settings; above it are its P99s. In ${shorter.length} of ${compared.length} windows, the P99 after was lower than before.`
}

/** How to read the parts of response times. */
export function compositionReading({ bars }: CompositionFigure): string {
  const sentences = (['before', 'after'] as const).flatMap((side) => {
    const bar = bars.find((each) => each.side === side && each.of === 'slowest')
    return bar === undefined
      ? []
      : [`${side}, ${percent(connectionShare(bar))} of ${plainNumber(barTotalMs(bar))} ms`]
  })
  const slowest =
    sentences.length === 0
      ? ''
      : `The slowest hundredth spent on connections (pool wait, connect and TLS): ${sentences.join('; ')}. `
  return `${slowest}Late is time before a request was handed to the pool; first byte and body are the target's.`
}

function connectionShare(bar: CompositionBar): number {
  const { poolWait, connect, tls } = bar.partsMs
  return (poolWait + connect + tls) / barTotalMs(bar)
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(0)} %` : '–'
}
