import type { ComparedFigure, Comparison } from './compare-sources.ts'

/** How far B may be from A and still count as the same. */
export interface EquivalenceMargin {
  /** Relative, > 0: 0.05 for ±5 %. */
  readonly within: number
  /** For failures, and dials too rare for a ratio: the share of the requests by which they may differ; > 0. */
  readonly rareShare: number
}

/** Whether every metric that is tested was shown to be the same within the margin. */
export interface Equivalence extends EquivalenceMargin {
  /** Whether it was shown of all that is tested. */
  readonly shown: boolean
  /** Tested metrics of which it was not shown. */
  readonly notShown: readonly NotEquivalent[]
}

/** A metric of which it was not shown. */
export interface NotEquivalent {
  /** Its name. */
  readonly metric: ComparedFigure['metric']
  /** There was no interval, or it reaches beyond the margin. */
  readonly why: 'no-interval' | 'outside'
}

/**
 * Two one-sided tests for each tested metric (Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15,
 * 657–680), by intervals: shown is what holds the whole 95 % interval within the margin, so that the chance of each wrong
 * one is 2.5 % at most. Since all have to be shown, nothing needs to be adjusted for their number (Berger 1982,
 * Technometrics 24, 295–300). That no difference was found is not enough: a wide interval shows nothing.
 *
 * @throws RangeError when a margin is not positive
 */
export function judgeEquivalence({ metrics }: Comparison, margin: EquivalenceMargin): Equivalence {
  for (const [name, value] of Object.entries(margin)) {
    if (!(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}`)
  }
  const tested = metrics.filter((figure) => figure.tested)
  const requestsPerSecond = requestRate(metrics)
  const notShown = tested.flatMap((figure): NotEquivalent[] => {
    const { low, high } = figure.effect ?? { low: null, high: null }
    if (low === null || high === null) return [{ metric: figure.metric, why: 'no-interval' }]
    const limit = limitOf(figure, margin, requestsPerSecond)
    return low >= -limit && high <= limit ? [] : [{ metric: figure.metric, why: 'outside' }]
  })
  return { ...margin, shown: tested.length > 0 && notShown.length === 0, notShown }
}

/** In the unit of the change. */
function limitOf(
  { metric, kind }: ComparedFigure,
  { within, rareShare }: EquivalenceMargin,
  requestsPerSecond: number,
): number {
  if (kind === 'ratio') return within
  return metric === 'dialsPerSecond' ? rareShare * requestsPerSecond : rareShare
}

/** The lower of both sides; 0 where it is not known. */
function requestRate(metrics: readonly ComparedFigure[]): number {
  const effect = metrics.find(({ metric }) => metric === 'throughput')?.effect
  return effect == null ? 0 : Math.min(effect.before, effect.after)
}
