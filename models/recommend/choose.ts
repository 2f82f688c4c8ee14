import type { RatedSettings } from '../artifacts/recommend.ts'
import type { Candidate } from '../artifacts/simulate.ts'
import { dialsPerSecond, failureRate, readMeasurement } from '../measurement/measurement.ts'
import { TOLERATED_P99 } from './shortlist.ts'

/** What the recommendation has to meet. */
export interface Objective {
  readonly p99Ms: number
  readonly failureRate: number
}

export interface Choice {
  readonly chosen: Candidate
  /** What would be chosen if the model could be taken at its word; `chosen` where nothing is to spare. */
  readonly smallest: Candidate
  /** Whether that is good enough; if not, it has the best P99 of the candidates. */
  readonly isGood: boolean
  /** Whether today's settings are safe, good enough and no dearer: then there is nothing to change. */
  readonly todayIsGood: boolean
  /** The best that is attainable with a safe idle timeout, in ms. */
  readonly bestP99Ms: number
  readonly meetsSlo: boolean
  /** Others that are good enough too, then the nearest that are not; at most three. */
  readonly runnersUp: readonly Candidate[]
}

export interface ChoiceOptions {
  /** With roles `candidate` and `unlimited`, all with safe idle timeouts, and one with role `today`. */
  readonly candidates: readonly Candidate[]
  readonly slo: Objective
  /** Longest idle timeout with which the client closes before the server; Infinity where it cannot be set anyway. */
  readonly safeIdleTimeoutMs: number
  /** ≥ 1: how many times the idle cap of the smallest good setting is asked for, as the model is off. */
  readonly spare: number
}

/**
 * The smallest setting that is good enough: P99 within 2 % of the best attainable, over the schedule as a whole and in
 * each of its parts, so that a quiet day does not pay for a busy one. Smallest is the least idle time; where that is
 * about the same, the smallest idle cap and then the longest idle timeout, which costs nothing and dials less. Where
 * something is to spare, the smallest of those good ones that have it. Where none is good, the best P99 there is.
 *
 * @throws RangeError when there is no candidate
 */
export function choose({ candidates, slo, safeIdleTimeoutMs, spare }: ChoiceOptions): Choice {
  const eligible = candidates.filter(({ role }) => role === 'candidate')
  const rated = candidates.filter(({ role }) => role !== 'today')
  const bestP99Ms = Math.min(...rated.map(p99))
  const bestOfPart = (part: number) => Math.min(...rated.map((each) => each.strataP99Ms[part] ?? Infinity))
  const goodEnough = (each: Candidate) =>
    p99(each) <= TOLERATED_P99 * bestP99Ms &&
    each.strataP99Ms.every((ms, part) => Number.isNaN(ms) || ms <= TOLERATED_P99 * bestOfPart(part))
  const meets = (each: Candidate) =>
    p99(each) <= slo.p99Ms && failureRate(readMeasurement(each.measurement)) <= slo.failureRate
  const firstOf = (sorted: readonly Candidate[]) => sorted.find(meets) ?? sorted[0]
  const good = smallestFirst(eligible.filter(goodEnough))
  const rest = eligible.filter((each) => !goodEnough(each)).sort((a, b) => p99(a) - p99(b))
  const smallest = firstOf(good) ?? rest[0]
  if (smallest === undefined) throw new RangeError('there is no candidate to choose from')
  const hasSpare = (each: Candidate) => maxIdle(each) >= spare * maxIdle(smallest)
  const alike = good.length > 0 ? good : rest.filter((each) => p99(each) <= TOLERATED_P99 * p99(smallest))
  const spared = firstOf(smallestFirst(alike.filter((each) => hasSpare(each) && keepsAsLong(each, smallest))))
  const chosen = spare > 1 && spared !== undefined && (meets(spared) || !meets(smallest)) ? spared : smallest
  const others = [...good, ...rest].filter((each) => each !== chosen)
  const today = candidates.find(({ role }) => role === 'today')
  const todayIsGood =
    today !== undefined &&
    idleTimeoutMs(today) <= safeIdleTimeoutMs &&
    goodEnough(today) &&
    (chosen === smallest || hasSpare(today)) &&
    idleSeconds(today) <= TOLERATED_COST * idleSeconds(chosen)
  return {
    chosen,
    smallest,
    isGood: good.length > 0,
    todayIsGood,
    bestP99Ms,
    meetsSlo: meets(chosen),
    runnersUp: others.slice(0, 3),
  }
}

/** A change has to save more than this share of idle time, if it does nothing for the P99. */
const TOLERATED_COST = 1.1

/** What the simulator expects of a candidate. */
export function rate(candidate: Candidate): RatedSettings {
  const measurement = readMeasurement(candidate.measurement)
  return {
    settings: candidate.settings,
    dialsPerSecond: dialsPerSecond(measurement),
    meanMs: measurement.response.meanMs,
    p99Ms: measurement.response.quantileMs(0.99),
    idleConnections: (1000 * measurement.connections.idleSeconds) / measurement.measuredMs,
  }
}

function p99(candidate: Candidate): number {
  return readMeasurement(candidate.measurement).response.quantileMs(0.99)
}

function idleSeconds(candidate: Candidate): number {
  return candidate.measurement.connections.idleSeconds
}

/** Those that cost about as little as the cheapest come first, by idle cap and idle timeout; then the others by cost. */
function smallestFirst(candidates: readonly Candidate[]): Candidate[] {
  const least = Math.min(...candidates.map(idleSeconds))
  const isCheap = (candidate: Candidate) => idleSeconds(candidate) <= SAME_COST * least
  const cheap = candidates.filter(isCheap)
  const dearer = candidates.filter((candidate) => !isCheap(candidate))
  return [
    ...cheap.sort((a, b) => compare(maxIdle(a), maxIdle(b)) || compare(idleTimeoutMs(b), idleTimeoutMs(a))),
    ...dearer.sort((a, b) => compare(idleSeconds(a), idleSeconds(b)) || compare(maxIdle(a), maxIdle(b))),
  ]
}

const SAME_COST = 1.05

function maxIdle({ settings }: Candidate): number {
  return settings.maxIdlePerHost ?? Infinity
}

function idleTimeoutMs({ settings }: Candidate): number {
  return settings.idleTimeoutMs ?? Infinity
}

/** Whether its idle timeout is not shorter. */
function keepsAsLong(candidate: Candidate, other: Candidate): boolean {
  return idleTimeoutMs(candidate) >= idleTimeoutMs(other)
}

/** Also for infinities, whose difference is not a number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
