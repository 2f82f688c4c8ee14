import type {
  CurveAxes,
  CurveFits,
  CurveVariable,
  KneedleSummary,
  SegmentedSummary,
  SegmentSlope,
  UslSummary,
} from '../../models/knee/curve-fits.ts'
import type { UslInterval } from '../../models/knee/usl-intervals.ts'
import { groupDigits } from '../bench/group-digits.ts'
import { textRow } from '../bench/text-row.ts'

const DIGITS = 4

const NAMES: Readonly<Record<CurveVariable, string>> = {
  rate: 'offered rate',
  concurrency: 'concurrency',
  throughput: 'throughput',
  latencyMs: 'response time',
  x: 'x',
  y: 'y',
}
const UNITS: Readonly<Record<CurveVariable, string>> = {
  rate: '/s',
  concurrency: ' in flight',
  throughput: '/s',
  latencyMs: ' ms',
  x: '',
  y: '',
}

/**
 * What the fits say, for a terminal of 80 columns: the knee, the segments and the scalability law, each with the range
 * that it was fitted over, then the notes. Ends with a newline.
 */
export function fitsText({ usl, kneedle, segmented, notes }: CurveFits): string {
  const lines = [
    ...(kneedle === null ? [] : textRow('Kneedle', kneedleText(kneedle))),
    ...(segmented === null ? [] : segmentedRows(segmented)),
    ...(usl === null ? [] : uslRows(usl)),
    ...notes.flatMap((note) => textRow('note', note)),
  ]
  return `${lines.join('\n')}\n`
}

function kneedleText({ x, y, range, axes, curve, direction, sensitivity }: KneedleSummary): string {
  const at = `${curveName(axes)} bends at ${quantity(x, axes.x)}, where it is ${quantity(y, axes.y)}`
  const taken = `taken as ${curve} and ${direction}, sensitivity ${figure(sensitivity)}`
  return `${at} (${taken}); a description of the range ${between(range, axes.x)}: the knee moves with it`
}

function segmentedRows(fit: SegmentedSummary): string[] {
  const { axes, breakpoints, bicByBreaks, slopes, range, plateau } = fit
  const name = `${curveName(axes)}, ${between(range, axes.x)}`
  const found =
    breakpoints.length === 0
      ? 'one straight line'
      : `${breakpoints.length + 1} straight segments${plateau === null ? '' : `; growth halves or stops at ${quantity(plateau, axes.y)}`}`
  const counts = [...bicByBreaks.keys()].join(', ')
  const bic = bicByBreaks.map((value) => value.toFixed(1)).join(', ')
  return [
    ...textRow('segments', `${name}: ${found}`),
    ...breakpoints.flatMap((each) => {
      const main = breakpoints.length > 1 && each.x === fit.breakpoint ? ', the sharpest' : ''
      const error = each.interval === null ? 'no interval: too few points' : `95 %: ${span(each.interval)}`
      return textRow('', `break at ${quantity(each.x, axes.x)} (${error})${main}`)
    }),
    ...textRow('', `${slopes.length === 1 ? 'slope' : 'slopes'} ${slopes.map(slopeText).join(', then ')}`),
    ...textRow(
      '',
      `BIC with ${counts} ${bicByBreaks.length === 1 ? 'breaks' : 'breaks (the smallest counts)'}: ${bic}`,
    ),
  ]
}

function slopeText({ slope, standardError }: SegmentSlope): string {
  return standardError === null ? figure(slope) : `${figure(slope)} ± ${figure(standardError, 2)}`
}

function uslRows(fit: UslSummary): string[] {
  const { alpha, beta, gamma, intervals, limit, noPeakBecause, peakConcurrency, peakThroughput } = fit
  const missing = intervals.alpha === null ? ['no intervals: they need 5 points'] : []
  return [
    ...textRow(
      'scalability',
      `X(N) = γN / (1 + α(N − 1) + βN(N − 1)), ${fit.points} points up to ${figure(fit.reach)} in flight`,
    ),
    ...textRow('', `α contention ${withInterval(alpha, intervals.alpha)}`),
    ...textRow('', `β coherency ${withInterval(beta, intervals.beta)}`),
    ...textRow('', `γ at one in flight ${withInterval(gamma, intervals.gamma, '/s')}`),
    ...(peakConcurrency === null || peakThroughput === null
      ? textRow('', `no peak: ${noPeakBecause ?? 'not reached'}`)
      : [
          ...textRow('', `peak at ${withInterval(peakConcurrency, intervals.peakConcurrency, ' in flight')}`),
          ...textRow('', `peak throughput ${withInterval(peakThroughput, intervals.peakThroughput, '/s')}`),
        ]),
    ...(limit === null
      ? []
      : textRow('', `contention alone would let at most ${figure(limit)}/s pass (γ/α)`)),
    ...missing.flatMap((line) => textRow('', line)),
    ...fit.warnings
      .filter((warning) => !/peak/i.test(warning))
      .flatMap((warning) => textRow('warning', warning)),
  ]
}

function withInterval(value: number, interval: UslInterval | null, unit = ''): string {
  const text = `${figure(value)}${unit}`
  if (interval === null) return text
  const [low, high] = interval
  return high === null ? `${text} (95 %: ${figure(low)} or more)` : `${text} (95 %: ${span([low, high])})`
}

function curveName({ x, y }: CurveAxes): string {
  return `${NAMES[y]} over ${NAMES[x]}`
}

function quantity(value: number, variable: CurveVariable): string {
  const unit = UNITS[variable]
  return unit === '' ? `${variable} = ${figure(value)}` : `${figure(value)}${unit}`
}

function between([from, to]: readonly [number, number], variable: CurveVariable): string {
  return `from ${figure(from)} to ${figure(to)}${UNITS[variable]}`
}

function span([low, high]: readonly [number, number]): string {
  return `${figure(low)} to ${figure(high)}`
}

/** Four digits or as many as given; whole from 1,000 up, and with an exponent below a ten-thousandth. */
function figure(value: number, digits = DIGITS): string {
  const size = Math.abs(value)
  if (size >= 10 ** (DIGITS - 1) && size < 1e15) return groupDigits(Math.round(value))
  if (size !== 0 && size < 1e-4) return value.toExponential(digits - 1)
  return String(Number(value.toPrecision(digits)))
}
