import { ln } from '../random/portable-math.ts'
import type { ComparedMetric } from '../report/before-after.ts'
import { median } from '../statistics/median.ts'
import type { EffectHistory } from './effect-history.ts'
import { effectOf, type MetricScale } from './metric-effect.ts'
import { noiseIn } from './noise.ts'

export interface Gate {
  /** Effects up to this are not spoken of; > 0, as ln(after / before) or in the metric's unit. */
  readonly gate: number
  /** Standard deviation of the effects where nothing changed; `null` before there are enough nights. */
  readonly noise: number | null
}

const NOISE_MULTIPLE = 3

/**
 * How large an effect must be before anything is said of it: the larger of the floor and three times the noise.
 *
 * A pinned night is one night: where it was a fast one, all nights after it look slow. So the gate is counted from
 * the median of the nights since that were found to be no different, where that lies on the side of tonight's effect,
 * and no further out than the gate itself. Counted from zero, this gate alone raised an alarm in 25 % of series of 70
 * nights without change whose noise is 2 %; so, in 2 % at most (200 series, nights independent or correlated by 0.3).
 * What creeps past a gate that follows it is left to the change points of `findDrift`.
 */
export function gateOf(metric: ComparedMetric, history: EffectHistory): Gate {
  const noise = noiseIn(history, metric)
  const gate = Math.max(floorOf(metric), NOISE_MULTIPLE * (noise ?? assumedNoise(metric, history)))
  return { noise, gate: gate + levelOf(metric, history, gate) }
}

/** Half the width of a 95 % interval, in standard errors, at most: less than Student's, so the error is not understated. */
const ERRORS_IN_MARGIN = 1.96

/**
 * Before there is a history: the standard error of tonight's interval, which knows what varies from block to block.
 * How nights differ beside that it does not know, so for a pinned night it is doubled.
 */
function assumedNoise({ effect }: ComparedMetric, { against }: EffectHistory): number {
  const standardError = (effect?.margin ?? 0) / ERRORS_IN_MARGIN
  return against === 'pinned' ? 2 * standardError : standardError
}

const LEAST_NIGHTS_FOR_LEVEL = 5

function levelOf(metric: ComparedMetric, history: EffectHistory, gate: number): number {
  if (history.against === 'interleaved') return 0
  const accepted = history.accepted(metric)
  if (accepted.length < LEAST_NIGHTS_FOR_LEVEL) return 0
  const side = (effectOf(metric) ?? 0) < 0 ? -1 : 1
  return Math.min(gate, Math.max(0, side * median(accepted)))
}

/** A thousandth of all requests is the whole budget of an objective of 99.9 %. */
const FAILURE_RATE_FLOOR = 0.001
/** Dials are a cost; what users feel of them is in mean and P99. */
const DIALS_RATIO_FLOOR = ln(1.05)
/** One in ten seconds, where dials are so rare that they have no ratio. */
const DIALS_PER_SECOND_FLOOR = 0.1
const LATENCY_FLOOR = ln(1.02)

/** The smallest effect worth a finding, as ln(after / before) or in the metric's unit, however quiet the nights. */
export function floorOf({ metric, kind }: MetricScale): number {
  if (metric === 'failureRate') return FAILURE_RATE_FLOOR
  if (metric === 'dialsPerSecond') return kind === 'ratio' ? DIALS_RATIO_FLOOR : DIALS_PER_SECOND_FLOOR
  return LATENCY_FLOOR
}

const WIDEST_LATENCY_GATE = ln(1.5)
/** So many failures of a baseline make it useless. */
const WIDEST_FAILURE_RATE_GATE = 0.05

/**
 * The widest gate within which "no change" still says something, as ln(after / before) or in the metric's unit. Dials
 * have none: where they are few their gate is always wide, and what users feel of them is in mean and P99.
 */
export function widestGateOf({ metric }: Pick<MetricScale, 'metric'>): number {
  if (metric === 'dialsPerSecond') return Infinity
  return metric === 'failureRate' ? WIDEST_FAILURE_RATE_GATE : WIDEST_LATENCY_GATE
}
