import type { Growth, Robustness, StrainResult } from '../artifacts/recommend.ts'
import type { Strain, Trial } from '../artifacts/simulate.ts'
import type { StoredPoolSettings } from '../pool/settings.ts'
import type { Decision } from './decision.ts'
import { count, milliseconds, seconds, signed } from './figures.ts'
import { MOST_GROWTH } from './growth.ts'
import { growthOf, type RobustChoice, type TriedRung } from './robust-choice.ts'
import { TOLERATED_P99 } from './shortlist.ts'

/** What is to be said of how well the chosen settings hold. */
export function describeRobustness(
  decision: Decision,
  choice: RobustChoice,
  trials: readonly Trial[],
): Robustness {
  const { chosen, holds } = choice
  const load = growthOf(decision, chosen.candidate, trials, 'load')
  const serviceTime = growthOf(decision, chosen.candidate, trials, 'serviceTime')
  return {
    holds,
    strains: chosen.results,
    load,
    serviceTime,
    rejected: choice.rejected.map(({ candidate, results }) => ({
      settings: candidate.settings,
      failures: results.flatMap(({ failures }) => failures),
    })),
    sentences: [
      ...choice.rejected.slice(0, 1).map((rung) => rejectedSentence(rung, holds)),
      holds ? holdsSentence(decision, chosen) : failsSentence(chosen, choice.rejected.length),
      ...excusedSentence(decision, chosen),
      growthSentence(load, "today's load"),
      growthSentence(serviceTime, "today's service time"),
    ],
  }
}

function holdsSentence({ unlimited }: Decision, { candidate, results }: TriedRung): string {
  const [first, ...others] = results
  if (first === undefined) return ''
  const ratio = (each: StrainResult) => each.p99Ms / each.unlimitedP99Ms
  const worst = others.reduce((most, each) => (ratio(each) > ratio(most) ? each : most), first)
  const tolerated = ((TOLERATED_P99 - 1) * 100).toFixed(0)
  const offToday = candidate.expected.p99Ms / Math.min(...unlimited.map(({ expected }) => expected.p99Ms))
  const than =
    offToday > TOLERATED_P99
      ? `being as far above the best without a limit on idle connections as today (${above(offToday)})`
      : 'the best without a limit on idle connections'
  return (
    `Robust: with the load or the service time 25 % lower or higher, one at a time, P99 stays within ${tolerated} % of ` +
    `${than}, and the constraints that are kept today are kept (worst: ${strainText(worst.strain)}, ` +
    `${milliseconds(worst.p99Ms)}, ${above(ratio(worst))}).`
  )
}

/** A ratio as what it is above 1, e.g. `+2.5 %`. */
function above(ratio: number): string {
  return `${signed(100 * (ratio - 1), 1)} %`
}

/** The strains under which the SLO is missed without any limit too, so that no settings are to blame. */
function excusedSentence({ premises: { slo } }: Decision, { results }: TriedRung): string[] {
  const missed = results.filter(({ p99Ms, failures }) => p99Ms > slo.p99Ms && failures.length === 0)
  if (missed.length === 0) return []
  const list = missed
    .map(({ strain, p99Ms }) => `${strainText(strain)} (${milliseconds(p99Ms)})`)
    .join(' and ')
  return [`The SLO of ${milliseconds(slo.p99Ms)} is missed with ${list}, and without limits too.`]
}

function failsSentence({ results }: TriedRung, rejected: number): string {
  const failed = results.filter(({ failures }) => failures.length > 0)
  const what = failed
    .map(({ strain, failures }) => `with ${strainText(strain)}: ${failures[0]}`)
    .join(' And ')
  const others =
    rejected === 0 ? 'There was no larger one to try.' : `${rejected} others that were tried are further off.`
  return `Not robust: ${what} ${others}`
}

function rejectedSentence({ candidate, results }: TriedRung, holds: boolean): string {
  const failed = results.find(({ failures }) => failures.length > 0)
  const instead = holds
    ? candidate.role === 'today'
      ? 'so these settings of today are not kept'
      : 'so the settings are larger than today needs'
    : 'and nor do larger ones'
  return `${settingsText(candidate.settings)} would do for today, but does not hold with ${failed === undefined ? 'a change' : strainText(failed.strain)}, ${instead}: ${failed?.failures[0] ?? ''}`
}

function growthSentence({ upTo, failsAt, failures }: Growth, whose: string): string {
  const held = Math.floor(100 * upTo) / 100
  if (failsAt === null) {
    return upTo >= MOST_GROWTH
      ? `It holds up to ${MOST_GROWTH} times ${whose}, which is as far as was looked.`
      : `How far ${whose} may grow was looked into up to ${held} times only.`
  }
  const then = `at ${(Math.ceil(100 * failsAt) / 100).toString()} times: ${failures.join(' ')}`
  return held === 1
    ? `It holds for ${whose}, and less than 5 % more; ${then}`
    : `It holds up to ${held} times ${whose}; ${then}`
}

function strainText({ load, serviceTime }: Strain): string {
  return load === 1
    ? `service times ${signed(100 * (serviceTime - 1), 0)} %`
    : `load ${signed(100 * (load - 1), 0)} %`
}

function settingsText({ idleTimeoutMs, maxIdlePerHost }: StoredPoolSettings): string {
  return `idleTimeout ${seconds(idleTimeoutMs)} with maxIdlePerHost ${count(maxIdlePerHost)}`
}
