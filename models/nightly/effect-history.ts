import type { ComparedMetric } from '../report/before-after.ts'
import { comparableNights } from './conditions.ts'
import { effectOf, type MetricScale, onScale } from './metric-effect.ts'
import type { NightRecord } from './night-record.ts'
import type { PastNight } from './past-night.ts'

/** What comparable nights differed by, oldest first: ln(after / before), or after − before in the metric's unit. */
export class EffectHistory {
  readonly against: NightRecord['against']
  readonly #nights: readonly PastNight[]
  /** Nights between one pinned night and the next; of the newest pinned night last. */
  readonly #stretches: ReadonlyArray<readonly PastNight[]>

  /** @param history oldest first */
  constructor(history: readonly PastNight[], against: NightRecord['against']) {
    this.against = against
    this.#nights = comparableNights(history)
    this.#stretches = stretchesOf(this.#nights, against)
  }

  /** Of nights against themselves. */
  ofSame(scale: MetricScale): number[] {
    return effectsIn(this.#nights, scale, (night) => night.sameAgainstSame)
  }

  /** Against the newest pinned night, or against a baseline measured in turns since then. */
  sincePinned(scale: MetricScale): number[] {
    return effectsIn(this.#stretches.at(-1) ?? [], scale, againstBaseline)
  }

  /** The same, of those nights in which nothing was found of this metric. */
  accepted(scale: MetricScale): number[] {
    const nights = (this.#stretches.at(-1) ?? []).filter(({ judgement }) =>
      judgement.findings.every(({ metric, verdict }) => metric !== scale.metric || verdict === 'ok'),
    )
    return effectsIn(nights, scale, againstBaseline)
  }

  /** From each night to the next one that was compared with the same baseline. */
  steps(scale: MetricScale): number[] {
    return this.#stretches.flatMap((nights) => {
      const effects = effectsIn(nights, scale, againstBaseline)
      return effects.slice(1).map((effect, i) => effect - (effects[i] ?? NaN))
    })
  }
}

function stretchesOf(
  nights: readonly PastNight[],
  against: NightRecord['against'],
): ReadonlyArray<readonly PastNight[]> {
  const stretches: PastNight[][] = [[]]
  for (const night of nights) {
    if (night.judgement.verdict === 'baseline') stretches.push([])
    else if (night.against === against) stretches.at(-1)?.push(night)
  }
  return stretches
}

function againstBaseline({ metrics }: PastNight): readonly ComparedMetric[] {
  return metrics
}

function effectsIn(
  nights: readonly PastNight[],
  scale: MetricScale,
  comparison: (night: PastNight) => readonly ComparedMetric[],
): number[] {
  const effects: number[] = []
  for (const night of nights) {
    const metric = onScale(comparison(night), scale)
    const effect = metric === null ? null : effectOf(metric)
    if (effect !== null) effects.push(effect)
  }
  return effects
}
