import type { Candidate, Strain, Trial } from '../../models/artifacts/simulate.ts'
import type { Decision } from '../../models/recommend/decision.ts'
import { nextGrowth } from '../../models/recommend/growth.ts'
import { growthSteps, robustChoice } from '../../models/recommend/robust-choice.ts'
import { STRAINS, trialOf } from '../../models/recommend/strain.ts'
import type { WindowTrials } from './window-trials.ts'

/**
 * Tries what may be recommended with load and service times a quarter lower and higher, until one holds; then how far
 * either may grow with the settings that will be recommended.
 */
export async function tryUnderStrain(
  decision: Decision,
  windows: Pick<WindowTrials, 'underStrain'>,
): Promise<Trial[]> {
  const { unlimited, ladder } = decision
  const leanest = unlimited.reduce<Candidate | null>(narrower, null)
  if (leanest === null) return []
  const run = async (trials: Trial[], candidates: readonly Candidate[], strains: readonly Strain[]) => {
    const wanted = strains.flatMap((strain) => candidates.map((candidate) => ({ candidate, strain })))
    const missing = wanted.filter(({ candidate, strain }) => trialOf(trials, candidate, strain) === undefined)
    trials.push(
      ...(await Promise.all(missing.map(({ candidate, strain }) => windows.underStrain(candidate, strain)))),
    )
  }
  const trials: Trial[] = []
  for (const candidate of ladder) {
    await run(trials, [...unlimited, candidate], STRAINS)
    if (robustChoice(decision, trials)?.holds === true) break
  }
  const chosen = robustChoice(decision, trials)?.chosen.candidate
  if (chosen === undefined) return trials
  const grow = async (what: keyof Strain): Promise<Trial[]> => {
    const grown = [...trials]
    let known = -1
    for (;;) {
      const steps = growthSteps(decision, chosen, grown, what)
      const factor = nextGrowth(steps)
      // A trial without a single response is no step.
      if (factor === null || steps.length === known) return grown.slice(trials.length)
      known = steps.length
      await run(grown, [leanest, chosen], [{ load: 1, serviceTime: 1, [what]: factor }])
    }
  }
  // Both at once, each with a list of its own: which of them is faster is not to show.
  const [ofLoad, ofServiceTime] = await Promise.all([grow('load'), grow('serviceTime')])
  return [...trials, ...ofLoad, ...ofServiceTime]
}

/**
 * The one with fewer connections. Far beyond today's load a pool that may open any number of them opens them all, and is
 * nothing to compare with.
 */
function narrower(a: Candidate | null, b: Candidate): Candidate {
  const cap = ({ settings }: Candidate) => settings.maxConnsPerHost ?? Infinity
  return a === null || cap(b) < cap(a) ? b : a
}
