import type { FitArtifact } from '../artifacts/fit.ts'
import type { RecommendArtifact } from '../artifacts/recommend.ts'
import type { SimulateArtifact } from '../artifacts/simulate.ts'
import type { Client } from '../clients/client.ts'
import { canSet } from './can-set.ts'
import { choose, type Objective, rate } from './choose.ts'
import { type Grounds, reasonsForChange, reasonsForNoChange } from './reasons.ts'
import { spareFactor } from './spare-factor.ts'

/**
 * What to set and why, from what the simulator found. What a client cannot set stays as it is, with a word on what to
 * do instead.
 *
 * @throws RangeError when the simulation holds neither today's settings nor a candidate
 */
export function recommend(options: {
  readonly client: Client
  readonly slo: Objective
  readonly pods: number
  readonly fit: FitArtifact
  readonly simulated: SimulateArtifact
}): RecommendArtifact {
  const { client, slo, fit, simulated } = options
  const reference = simulated.candidates.find(({ role }) => role === 'today')
  if (reference === undefined) throw new RangeError('the simulation does not hold the settings of today')
  const can = canSet(client)
  const spare = spareFactor(fit.misfit)
  const choice = choose({
    candidates: simulated.candidates,
    slo,
    safeIdleTimeoutMs: can.idleTimeout ? simulated.safeIdleTimeout.limitMs : Infinity,
    spare,
  })
  const today = rate(reference)
  const isFixed = !can.idleTimeout && !can.maxIdle && !can.maxConns
  const unchanged = choice.todayIsGood || isFixed
  const chosen = unchanged ? today : rate(choice.chosen)
  const grounds: Grounds = {
    ...options,
    today,
    chosen,
    smallest: rate(choice.smallest),
    isGood: choice.isGood,
    bestP99Ms: choice.bestP99Ms,
    spare,
  }
  return {
    client: client.name,
    before: today.settings,
    settings: chosen.settings,
    reasons: unchanged ? reasonsForNoChange(grounds) : reasonsForChange(grounds),
    runnersUp: choice.runnersUp.map(rate),
    today,
    chosen,
    meetsSlo: choice.meetsSlo,
    unchanged,
  }
}
