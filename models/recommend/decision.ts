import type { FitArtifact } from '../artifacts/fit.ts'
import type { Candidate, SimulateArtifact } from '../artifacts/simulate.ts'
import type { Client } from '../clients/client.ts'
import type { Bounds } from './bounds.ts'
import { canSet } from './can-set.ts'
import { type Choice, choose, costsNoMore, type Objective } from './choose.ts'
import type { ConstraintName, Premises } from './constraint.ts'
import { countViolations } from './constraints.ts'
import { spareFactor } from './spare-factor.ts'
import { subjectOf } from './strain.ts'

export interface DecisionOptions {
  readonly client: Client
  readonly slo: Objective
  readonly pods: number
  readonly bounds?: Bounds
  readonly fit: FitArtifact
  readonly simulated: Pick<SimulateArtifact, 'safeIdleTimeout' | 'surroundings' | 'candidates'>
}

/** What would be recommended for today's traffic, and what instead if that does not hold under strain. */
export interface Decision {
  readonly premises: Premises
  readonly choice: Choice
  /** ≥ 1: how much is to spare, as the model is off. */
  readonly spare: number
  readonly today: Candidate
  /** Without a limit on idle connections: with no `maxConnsPerHost`, and with that of the candidates; may be empty. */
  readonly unlimited: readonly Candidate[]
  /**
   * In the order in which they are to be tried under strain: each keeps at least as much as the one before, but for
   * today's, which come before the first that saves nothing against them.
   */
  readonly ladder: readonly [Candidate, ...Candidate[]]
}

/** @throws RangeError when the simulation holds neither today's settings nor a candidate */
export function decide(options: DecisionOptions): Decision {
  const { client, fit, simulated } = options
  const { candidates } = simulated
  const today = candidates.find(({ role }) => role === 'today')
  if (today === undefined) throw new RangeError('the simulation does not hold the settings of today')
  const premises: Premises = {
    client,
    slo: options.slo,
    pods: options.pods,
    safe: simulated.safeIdleTimeout,
    surroundings: simulated.surroundings,
    bounds: options.bounds ?? {},
  }
  const spare = spareFactor(fit.misfit)
  const choice = chooseBesides(null, premises, candidates, spare)
  return {
    premises,
    choice,
    spare,
    today,
    unlimited: candidates.filter(({ role }) => role === 'unlimited'),
    ladder: isFixed(client) ? [today] : ladderOf(choice),
  }
}

/** What would be chosen if one constraint were not there. */
export function chooseBesides(
  besides: ConstraintName | null,
  premises: Premises,
  candidates: readonly Candidate[],
  spare: number,
): Choice {
  const can = canSet(premises.client)
  return choose({
    candidates,
    slo: premises.slo,
    safeIdleTimeoutMs: can.idleTimeout && besides !== 'race' ? premises.safe.limitMs : Infinity,
    spare,
    violations: ({ settings, expected }) => countViolations(subjectOf(settings, expected), premises, besides),
  })
}

/** Whether none of what is recommended can be set. */
export function isFixed(client: Pick<Client, 'native'>): boolean {
  const can = canSet(client)
  return !can.idleTimeout && !can.maxIdle && !can.maxConns
}

function ladderOf({ chosen, goodToday, larger }: Choice): Decision['ladder'] {
  const others = spread(larger)
  if (goodToday === null) return [chosen, ...others]
  if (costsNoMore(goodToday, chosen)) return [goodToday, chosen, ...others]
  const place = others.findIndex((each) => costsNoMore(goodToday, each))
  return [chosen, ...(place < 0 ? others : others.toSpliced(place, 0, goodToday))]
}

/** Of many the next, one in the middle and the last, which is the largest. */
function spread(larger: readonly Candidate[]): Candidate[] {
  if (larger.length <= 3) return [...larger]
  const picked = [0, Math.floor(larger.length / 2), larger.length - 1]
  return picked.flatMap((i) => larger[i] ?? [])
}
