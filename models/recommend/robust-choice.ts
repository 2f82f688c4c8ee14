import type { Growth, StrainResult } from '../artifacts/recommend.ts'
import type { Candidate, Strain, Trial } from '../artifacts/simulate.ts'
import type { Decision } from './decision.ts'
import type { Expectation } from './expectation.ts'
import { growthLimit, type GrowthStep } from './growth.ts'
import { failuresUnder, STRAINS, subjectOf, trialOf } from './strain.ts'

/** A rung of the ladder with what came of it under every strain. */
export interface TriedRung {
  readonly candidate: Candidate
  readonly results: readonly StrainResult[]
}

export interface RobustChoice {
  readonly chosen: TriedRung
  readonly holds: boolean
  readonly rejected: readonly TriedRung[]
}

/**
 * The first of the ladder that holds under every strain. Where none does, the one whose worst P99 is nearest to that
 * without a limit on idle connections.
 *
 * @returns `null` where none was tried under every strain
 */
export function robustChoice(decision: Decision, trials: readonly Trial[]): RobustChoice | null {
  const tried: TriedRung[] = []
  for (const candidate of decision.ladder) {
    const results = strainResults(decision, candidate, trials)
    if (results === null) continue
    const rung = { candidate, results }
    if (results.every(({ failures }) => failures.length === 0)) {
      return { chosen: rung, holds: true, rejected: tried }
    }
    tried.push(rung)
  }
  const [first, ...others] = tried
  if (first === undefined) return null
  const nearest = others.reduce((best, each) => (worstRatio(each) < worstRatio(best) ? each : best), first)
  return { chosen: nearest, holds: false, rejected: tried.filter((each) => each !== nearest) }
}

/** @returns `null` unless each strain was tried, with requests in it */
function strainResults(
  decision: Decision,
  candidate: Candidate,
  trials: readonly Trial[],
): StrainResult[] | null {
  const results = STRAINS.map((strain) => strainResult(decision, candidate, trials, strain, true))
  const known = results.filter((result) => result !== null)
  return known.length === results.length ? known : null
}

function strainResult(
  { premises, unlimited }: Decision,
  candidate: Candidate,
  trials: readonly Trial[],
  strain: Strain,
  excusesSlo: boolean,
): StrainResult | null {
  const own = trialOf(trials, candidate, strain)
  const free = unlimited.filter((each) => isAnswered(trialOf(trials, each, strain)))
  const best = bestOf(free.flatMap((each) => trialOf(trials, each, strain)?.expected ?? []))
  const bestToday = bestOf(free.map(({ expected }) => expected))
  if (own === undefined || !isAnswered(own) || best === undefined || bestToday === undefined) return null
  return {
    strain,
    p99Ms: own.expected.p99Ms,
    unlimitedP99Ms: best.p99Ms,
    failures: failuresUnder({
      baseline: { subject: subjectOf(candidate.settings, candidate.expected), unlimited: bestToday },
      expected: own.expected,
      unlimited: best,
      premises,
      excusesSlo,
    }),
  }
}

/** Without a response there is no P99: NaN, which an artifact holds as `null`. */
function isAnswered(trial: Trial | undefined): boolean {
  return Number.isFinite(trial?.expected.p99Ms)
}

function bestOf(expectations: readonly Expectation[]): Expectation | undefined {
  return [...expectations].sort((a, b) => a.p99Ms - b.p99Ms)[0]
}

/** The largest P99 under a strain, in times of that without a limit on idle connections. */
function worstRatio({ results }: TriedRung): number {
  return Math.max(...results.map(({ p99Ms, unlimitedP99Ms }) => p99Ms / unlimitedP99Ms))
}

/** How far the load, or the service time, may grow with these settings, by the trials there are. */
export function growthOf(
  decision: Decision,
  candidate: Candidate,
  trials: readonly Trial[],
  what: keyof Strain,
): Growth {
  const results = growthResults(decision, candidate, trials, what)
  const limit = growthLimit(growthSteps(decision, candidate, trials, what))
  const failing = results.find(({ strain }) => strain[what] === limit.failsAt)
  return { ...limit, failures: failing?.failures ?? [] }
}

/** What was tried of growth of one of the two, the other as today. The SLO is not excused. */
export function growthSteps(
  decision: Decision,
  candidate: Candidate,
  trials: readonly Trial[],
  what: keyof Strain,
): GrowthStep[] {
  return growthResults(decision, candidate, trials, what).map(({ strain, failures }) => ({
    factor: strain[what],
    holds: failures.length === 0,
  }))
}

function growthResults(
  decision: Decision,
  candidate: Candidate,
  trials: readonly Trial[],
  what: keyof Strain,
): StrainResult[] {
  const other = what === 'load' ? 'serviceTime' : 'load'
  const strains = trials
    .filter((trial) => trial.role === candidate.role && trial.strain[what] > 1 && trial.strain[other] === 1)
    .map(({ strain }) => strain)
  return strains.flatMap((strain) => strainResult(decision, candidate, trials, strain, false) ?? [])
}
