import type { RatedSettings } from '../artifacts/recommend.ts'
import type { Candidate } from '../artifacts/simulate.ts'
import { paretoFront } from './pareto-front.ts'
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
  /**
   * Today's settings where they are safe, good enough and have as much to spare, whatever they cost; otherwise `null`.
   */
  readonly goodToday: Candidate | null
  /** The best that is attainable with a safe idle timeout and within the constraints, in ms. */
  readonly bestP99Ms: number
  readonly meetsSlo: boolean
  /** As good as the chosen one, and with as much to spare or more: to be tried in this order if it does not hold. */
  readonly larger: readonly Candidate[]
  /**
   * Others of the Pareto front over P99, dials and idle time: those that are good enough too, then the nearest that are
   * not; then dearer ones. At most three, each to be told from the chosen one and from the others.
   */
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
  /** How many constraints a candidate breaks; none unless told. Only those that break fewest are chosen from. */
  readonly violations?: (candidate: Candidate) => number
}

/**
 * The cheapest of the Pareto front that is good enough: P99 within 2 % of the best attainable, over the schedule as a
 * whole and in each of its parts, so that a quiet day does not pay for a busy one. Cheapest is the least idle time, which
 * is a point of the front; where others cost within 5 % of it, which a sample cannot tell apart, the smallest idle cap and
 * then the longest idle timeout, which costs nothing and dials less. Where something is to spare, the cheapest of those
 * good ones that have it. Where none is good, the best P99 there is.
 *
 * @throws RangeError when there is no candidate
 */
export function choose(options: ChoiceOptions): Choice {
  const { candidates, slo, safeIdleTimeoutMs, spare, violations = () => 0 } = options
  const offered = candidates.filter(({ role }) => role === 'candidate')
  const fewest = Math.min(...offered.map(violations))
  const isAdmitted = (each: Candidate) => violations(each) <= fewest
  const eligible = offered.filter(isAdmitted)
  const rated = candidates.filter((each) => each.role !== 'today' && isAdmitted(each))
  const bestP99Ms = Math.min(...rated.map(p99))
  const goodEnough = within2PercentOf(rated, bestP99Ms)
  const meets = (each: Candidate) => meetsObjective(each, slo)
  const firstOf = (sorted: readonly Candidate[]) => sorted.find(meets) ?? sorted[0]
  const good = smallestFirst(eligible.filter(goodEnough))
  const rest = eligible.filter((each) => !goodEnough(each)).sort((a, b) => p99(a) - p99(b))
  const smallest = firstOf(good) ?? rest[0]
  if (smallest === undefined) throw new RangeError('there is no candidate to choose from')
  const hasSpare = (each: Candidate) => maxIdle(each) >= spare * maxIdle(smallest)
  const alike = smallestFirst(
    good.length > 0 ? good : rest.filter((each) => p99(each) <= TOLERATED_P99 * p99(smallest)),
  )
  const spared = firstOf(alike.filter((each) => hasSpare(each) && isAsLarge(each, smallest)))
  const chosen = spare > 1 && spared !== undefined && (meets(spared) || !meets(smallest)) ? spared : smallest
  const today = candidates.find(({ role }) => role === 'today')
  const todayWouldDo =
    today !== undefined &&
    idleTimeoutMs(today) <= safeIdleTimeoutMs &&
    isAdmitted(today) &&
    goodEnough(today) &&
    (chosen === smallest || hasSpare(today))
  return {
    chosen,
    smallest,
    isGood: good.length > 0,
    goodToday: todayWouldDo ? today : null,
    bestP99Ms,
    meetsSlo: meets(chosen),
    larger: alike.filter((each) => each !== chosen && isAsLarge(each, chosen)),
    runnersUp: nextBest(good, rest, chosen),
  }
}

function within2PercentOf(rated: readonly Candidate[], bestP99Ms: number): (each: Candidate) => boolean {
  const bestOfPart = (part: number) =>
    Math.min(...rated.map((each) => each.strataP99Ms[part] ?? Number.NaN).filter((ms) => !Number.isNaN(ms)))
  return (each) =>
    p99(each) <= TOLERATED_P99 * bestP99Ms &&
    each.strataP99Ms.every((ms, part) => ms === null || !(ms > TOLERATED_P99 * bestOfPart(part)))
}

/** @param good in the order of preference @param rest in the order of their P99 */
function nextBest(good: readonly Candidate[], rest: readonly Candidate[], chosen: Candidate): Candidate[] {
  const front = new Set(paretoFront([...good, ...rest], objectives))
  const isOnFront = (each: Candidate) => front.has(each)
  const others = [
    ...good.filter(isOnFront),
    ...rest.filter(isOnFront),
    ...good.filter((each) => !isOnFront(each)),
  ]
  const picked: Candidate[] = []
  for (const each of others) {
    const isNew = [chosen, ...picked].every((known) => !isAlike(known, each))
    if (isNew && picked.length < MOST_RUNNERS_UP) picked.push(each)
  }
  return picked
}

const MOST_RUNNERS_UP = 3

/** Whether nobody could tell them apart: P99 and idle time within 1 %, and within a dial in 100 s. */
export function isAlike(a: Candidate, b: Candidate): boolean {
  const nearly = (x: number, y: number) => Math.abs(x - y) <= 0.01 * Math.max(x, y)
  const dials = Math.abs(a.expected.dialsPerSecond - b.expected.dialsPerSecond)
  return nearly(p99(a), p99(b)) && nearly(idleSeconds(a), idleSeconds(b)) && dials <= 0.01
}

/** P99, dials and idle time, each the less the better. */
export function objectives(candidate: Candidate): readonly number[] {
  return [p99(candidate), candidate.expected.dialsPerSecond, idleSeconds(candidate)]
}

/** A change has to save more than this share of idle time, if it does nothing for the P99. */
const TOLERATED_COST = 1.1

/** Whether one holds no more idle than another, but for what a change is not worth. */
export function costsNoMore(candidate: Candidate, other: Candidate): boolean {
  return idleSeconds(candidate) <= TOLERATED_COST * idleSeconds(other)
}

/** What the simulator expects of a candidate. */
export function rate({ settings, expected }: Candidate): RatedSettings {
  const { dialsPerSecond, meanMs, p99Ms, idleConnections } = expected
  return { settings, dialsPerSecond, meanMs, p99Ms, idleConnections }
}

function meetsObjective({ expected }: Candidate, slo: Objective): boolean {
  return expected.p99Ms <= slo.p99Ms && expected.failureRate <= slo.failureRate
}

function p99(candidate: Candidate): number {
  return candidate.expected.p99Ms
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

/** Whether it keeps as many, for as long. */
function isAsLarge(candidate: Candidate, other: Candidate): boolean {
  return maxIdle(candidate) >= maxIdle(other) && idleTimeoutMs(candidate) >= idleTimeoutMs(other)
}

/** Also for infinities, whose difference is not a number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
