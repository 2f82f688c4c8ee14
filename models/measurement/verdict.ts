import { type GeneratorHealth, isGeneratorBound, LARGEST_LATENESS_MS } from './generator-health.ts'
import { failureRate, type Measurement, throughput } from './measurement.ts'
import { type Drift, findDrift } from './stationarity.ts'

/** Whether a measurement can be trusted, the figure that decided it, and what to change. */
export interface RunVerdict {
  readonly verdict: 'VALID' | 'GENERATOR_BOUND' | 'TARGET_ERRORS' | 'UNSTABLE'
  readonly figure: string
  /** `null` when there is nothing to change. */
  readonly advice: string | null
}

export interface RunEvidence {
  readonly measurement: Measurement
  readonly generator: GeneratorHealth
  /** Requests per second that were due; `null` in a closed model, where users wait for their answers. */
  readonly offeredRate: number | null
  /** Share of the due requests that may fail or be dropped; 0.01 unless told. */
  readonly goalFailureShare?: number
  /** Requests that might be under way at once; `null` or left out where it is not known. */
  readonly inFlightLimit?: number | null
  /** Whether the rate or the number of users was changed meanwhile, so that the figures are bound to drift. */
  readonly paceChanged?: boolean
  /** Whether it was stopped at once, so that what was under way is in none of the figures. */
  readonly interrupted?: boolean
}

/** Share of a core beyond which a load thread has no time left. */
export const BUSY_CPU_SHARE = 0.95

/** Share of the offered rate that counts as achieved, as in a sweep. */
const LEAST_ACHIEVED_SHARE = 0.97
const GOAL_FAILURE_SHARE = 0.01
const ERROR_KINDS_SHOWN = 3

/**
 * Judges a stretch of traffic. The first of these that is so decides:
 *
 * 1. GENERATOR_BOUND: requests went out more than 20 ms late (P99); or requests were dropped while timers of the load
 *    threads fired more than 20 ms late (P99) or the threads had no CPU time left, so that answers were not read; or
 *    less was achieved than offered while they had none left.
 * 2. TARGET_ERRORS: more of the due requests failed or were dropped than the goal allows, or none was answered.
 * 3. UNSTABLE: the response time or the backlog rose through the stretch, in a closed model also when the rate fell
 *    (`findDrift`), unless the pace was changed meanwhile; or nothing was due.
 *
 * The figure also says that a stretch was interrupted, and that no drift was looked for.
 */
export function judgeRun(evidence: RunEvidence): RunVerdict {
  const interruption = evidence.interrupted === true ? interruptionText(evidence.measurement) : null
  if (interruption !== null && evidence.measurement.requests.due === 0) {
    return { verdict: 'UNSTABLE', figure: interruption, advice: 'let it run for longer' }
  }
  const judged =
    judgeGenerator(evidence) ?? judgeTarget(evidence) ?? judgeStability(evidence) ?? valid(evidence)
  return interruption === null ? judged : { ...judged, figure: `${judged.figure}; ${interruption}` }
}

/** Requests that failed without having been sent, or were sent in the warm-up, leave fewer than there were. */
function interruptionText({ measuredMs, requests, warmup, whole }: Measurement): string {
  const { completed, failed, retried } = requests
  const underWay = whole.sent - (warmup?.requests ?? 0) - retried - completed - failed
  const count = underWay > 0 ? `, at least ${underWay} request${underWay === 1 ? '' : 's'},` : ''
  const when = measuredMs > 0 ? `after ${(measuredMs / 1000).toFixed(1)} s` : 'before the measured stretch'
  return `stopped ${when}: what was under way${count} is left out`
}

function judgeGenerator({ measurement, generator, offeredRate }: RunEvidence): RunVerdict | null {
  if (isGeneratorBound(generator)) {
    return generatorBound(
      `requests went out up to ${ms(generator.latenessP99Ms)} late (P99), allowed ${LARGEST_LATENESS_MS} ms`,
    )
  }
  const { due, dropped } = measurement.requests
  const busy = busyText(generator)
  const timersLate = generator.driftP99Ms > LARGEST_LATENESS_MS
  if (dropped > 0 && (timersLate || busy !== null)) {
    const why = timersLate ? `timers fired up to ${ms(generator.driftP99Ms)} late (P99)` : busy
    return generatorBound(`${dropped} of ${due} requests were dropped while ${why}`)
  }
  if (offeredRate === null || busy === null || !isBehind(measurement, offeredRate)) return null
  const achieved = `${throughput(measurement).toFixed(0)}/s of ${offeredRate.toFixed(0)}/s offered were achieved`
  return generatorBound(`${achieved} while ${busy}`)
}

function generatorBound(figure: string): RunVerdict {
  const advice = 'close what else runs here, use more load threads where cores are free, or lower the rate'
  return { verdict: 'GENERATOR_BOUND', figure, advice }
}

/** Three standard deviations of a Poisson count are left to chance. */
function isBehind(measurement: Measurement, offeredRate: number): boolean {
  const offered = (offeredRate * measurement.measuredMs) / 1000
  return measurement.requests.ended < LEAST_ACHIEVED_SHARE * offered - 3 * Math.sqrt(offered)
}

function busyText({ cpuShare }: GeneratorHealth): string | null {
  if (cpuShare == null || cpuShare < BUSY_CPU_SHARE) return null
  return `the load threads used ${percent(cpuShare)} of their cores`
}

function judgeTarget(evidence: RunEvidence): RunVerdict | null {
  const { measurement, goalFailureShare = GOAL_FAILURE_SHARE, inFlightLimit = null } = evidence
  const { due, completed, failed, dropped } = measurement.requests
  if (due === 0) return null
  const share = failureRate(measurement)
  if (share <= goalFailureShare && completed > 0) return null
  const parts = [
    ...(failed === 0 ? [] : [`${failed} failed${errorText(measurement)}`]),
    ...(dropped === 0 ? [] : [`${dropped} dropped${limitText(inFlightLimit)}`]),
  ]
  const figure =
    parts.length === 0
      ? `none of ${due} requests was answered`
      : `${percent(share)} of ${due} requests failed, allowed ${percent(goalFailureShare)}: ${parts.join(', ')}`
  return { verdict: 'TARGET_ERRORS', figure, advice: targetAdvice(failed, dropped) }
}

function errorText({ errors }: Measurement): string {
  const kinds = Object.entries(errors).sort(([, a], [, b]) => b - a)
  if (kinds.length === 0) return ''
  const shown = kinds.slice(0, ERROR_KINDS_SHOWN).map(([kind, count]) => `${count} × ${kind}`)
  const more = kinds.length - shown.length
  return ` (${shown.join(', ')}${more === 0 ? '' : `, ${more} more ${more === 1 ? 'kind' : 'kinds'}`})`
}

function limitText(inFlightLimit: number | null): string {
  const limit = inFlightLimit === null ? 'too many' : `as many as may be, ${inFlightLimit},`
  return ` because ${limit} were unanswered`
}

function targetAdvice(failed: number, dropped: number): string {
  return dropped > failed
    ? 'the target did not answer in time: lower the rate, or give it more capacity'
    : "look at the target's log for these errors, or lower the rate until they end"
}

function judgeStability({ measurement, offeredRate, paceChanged }: RunEvidence): RunVerdict | null {
  if (measurement.requests.due === 0) {
    const advice = 'measure for longer, or offer a higher rate'
    return { verdict: 'UNSTABLE', figure: 'no request was due in the measured stretch', advice }
  }
  if (measurement.series === null || paceChanged === true) return null
  const drift = findDrift(measurement.series, measurement.measuredMs, offeredRate !== null)
  if (drift === null) return null
  return { verdict: 'UNSTABLE', figure: driftText(drift), advice: driftAdvice[drift.what] }
}

function driftText({ what, from, to }: Drift): string {
  const quarters = 'from the first quarter of the stretch to the last'
  if (what === 'response-time-rose') return `the response time rose from ${ms(from)} to ${ms(to)} ${quarters}`
  if (what === 'rate-fell') return `the rate fell from ${from.toFixed(0)}/s to ${to.toFixed(0)}/s ${quarters}`
  return `unanswered requests grew from ${from.toFixed(0)} to ${to.toFixed(0)} ${quarters}`
}

const overload = 'the figures depend on how long it runs: lower the rate until they hold still'

const driftAdvice: Readonly<Record<Drift['what'], string>> = {
  'response-time-rose': `${overload}, or measure after a longer warm-up`,
  'backlog-grew': overload,
  'rate-fell':
    'the figures depend on how long it runs: look for what the target runs out of, or use fewer users',
}

function valid({ measurement, generator, offeredRate, paceChanged }: RunEvidence): RunVerdict {
  const busy = busyText(generator)
  const unchecked = paceChanged === true ? '; the pace was changed, so that drift was not looked for' : ''
  if (offeredRate === null) {
    const failed = `${percent(failureRate(measurement))} of ${measurement.requests.due} requests failed`
    const figure = `${failed}${unchecked}`
    if (busy === null) return { verdict: 'VALID', figure, advice: null }
    return {
      verdict: 'VALID',
      figure: `${figure}; ${busy}`,
      advice: 'the target may be able to do more than this: use more load threads where cores are free',
    }
  }
  const late = `requests went out at most ${ms(generator.latenessP99Ms)} late (P99)`
  return { verdict: 'VALID', figure: `${late}${unchecked}`, advice: null }
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}

/** In as many digits as tell a share from the next that matters. */
function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 2 : 0)} %`
}
