import type { RatedConstraint, RecommendArtifact } from '../artifacts/recommend.ts'
import type { Candidate, SimulateArtifact } from '../artifacts/simulate.ts'
import { isAlike, rate } from './choose.ts'
import { checkConstraints } from './constraints.ts'
import { chooseBesides, decide, type Decision, type DecisionOptions, isFixed } from './decision.ts'
import { type Grounds, reasonsForChange, reasonsForNoChange } from './reasons.ts'
import { robustChoice } from './robust-choice.ts'
import { describeRobustness } from './robustness.ts'
import { subjectOf } from './strain.ts'

export interface RecommendOptions extends DecisionOptions {
  readonly simulated: SimulateArtifact
}

/**
 * What to set and why, from what the simulator found. What a client cannot set stays as it is, with a word on what to
 * do instead.
 *
 * @throws RangeError when the simulation holds neither today's settings nor a candidate
 */
export function recommend(options: RecommendOptions): RecommendArtifact {
  const { client, simulated } = options
  const decision = decide(options)
  const { choice, spare } = decision
  const robust = robustChoice(decision, simulated.trials)
  const candidate = robust?.chosen.candidate ?? decision.ladder[0]
  const unchanged = candidate === decision.today || isSameConfiguration(options, decision, candidate)
  const today = rate(decision.today)
  const chosen = rate(candidate)
  const grounds: Grounds = {
    client,
    slo: options.slo,
    pods: options.pods,
    fit: options.fit,
    simulated,
    today,
    chosen,
    smallest: rate(choice.smallest),
    isGood: choice.isGood,
    bestP99Ms: choice.bestP99Ms,
    spare,
    bounds: decision.premises.bounds,
    widenedForStrain: unchanged || candidate === choice.chosen ? null : { holds: robust?.holds === true },
  }
  return {
    client: client.name,
    before: today.settings,
    settings: chosen.settings,
    reasons: unchanged ? reasonsForNoChange(grounds) : reasonsForChange(grounds),
    runnersUp: runnersUp(decision, candidate).map(rate),
    today,
    chosen,
    meetsSlo: checked(decision, candidate).some(({ name, holds }) => name === 'slo' && holds),
    unchanged,
    constraints: isFixed(client) ? [] : rateConstraints(decision, candidate, simulated.candidates),
    ...(robust === null ? {} : { robustness: describeRobustness(decision, robust, simulated.trials) }),
  }
}

/** Whether a patch would change nothing: the settings are today's, and the client has no other policy once patched. */
function isSameConfiguration(
  { client }: RecommendOptions,
  { today }: Decision,
  { settings }: Candidate,
): boolean {
  const isSame = Object.entries(today.settings).every(
    ([name, value]) => settings[name as keyof typeof settings] === value,
  )
  return isSame && client.patchedPolicy === undefined
}

/** The front's others, but for those that nobody could tell from the candidate; the first choice is one of them. */
function runnersUp({ choice }: Decision, candidate: Candidate): readonly Candidate[] {
  return [choice.chosen, ...choice.runnersUp].filter((each) => !isAlike(each, candidate)).slice(0, 3)
}

function checked({ premises }: Decision, { settings, expected }: Candidate) {
  return checkConstraints(subjectOf(settings, expected), premises)
}

/** A constraint binds when the settings are at its limit, or when others would have been chosen without it. */
function rateConstraints(
  decision: Decision,
  candidate: Candidate,
  candidates: readonly Candidate[],
): RatedConstraint[] {
  const { premises, spare, choice } = decision
  return checked(decision, candidate).map(({ atLimit, ...constraint }) => ({
    ...constraint,
    binds: atLimit || chooseBesides(constraint.name, premises, candidates, spare).chosen !== choice.chosen,
  }))
}
