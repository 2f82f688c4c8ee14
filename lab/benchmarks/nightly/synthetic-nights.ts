import { judgeNight } from '../../../models/nightly/judge-night.ts'
import type { NightJudgement, NightRecord } from '../../../models/nightly/night-record.ts'
import type { PastNight } from '../../../models/nightly/past-night.ts'
import { needsAgain, needsThird } from '../../../models/nightly/suspect.ts'
import { normal } from '../../../models/random/distributions.ts'
import { RandomStream } from '../../../models/random/random-stream.ts'
import { answersFor } from '../../../models/report/answers.ts'
import type { ComparedMetric } from '../../../models/report/before-after.ts'
import { pairedEffect } from './paired-effect.ts'
import { studentTOf3 } from './student-t-of-3.ts'

/** How the blocks of a night vary, by their logarithms. */
export interface SyntheticNoise {
  /** Standard deviation of what all of a night's blocks have in common, as a share. */
  readonly perNight: number
  /** Of that: normal, or Student's t with 3 degrees of freedom, brought to the same standard deviation. */
  readonly tails: 'normal' | 't3'
  /** Correlation of that with the night before. */
  readonly correlation: number
  /** Standard deviation of a block beside that, as a share; normal. */
  readonly perBlock: number
  /** Part of `perNight` that taking turns does not cancel, being of a side's own processes; a share. */
  readonly uncancelled: number
}

export interface SyntheticSeries {
  readonly against: NightRecord['against']
  readonly noise: SyntheticNoise
  readonly nights: number
  /** From which night on, counted from 0, the P99 is multiplied by exp(`step`). */
  readonly stepAt: number
  readonly step: number
  readonly seed: number
  readonly index: number
}

const PAIRS = 14

interface Channel {
  readonly metric: 'mean' | 'p99' | 'dialsPerSecond'
  readonly unit: ComparedMetric['unit']
  readonly scale: number
}

/** Noise relative to that of the P99. */
const CHANNELS: readonly Channel[] = [
  { metric: 'mean', unit: 'ms', scale: 0.5 },
  { metric: 'p99', unit: 'ms', scale: 1 },
  { metric: 'dialsPerSecond', unit: '1/s', scale: 0.5 },
]

const NO_FAILURES: Omit<ComparedMetric, 'answer'> = {
  metric: 'failureRate',
  unit: 'share',
  kind: 'difference',
  effect: { before: 0, after: 0, change: 0, low: -1e-5, high: 1e-5, margin: 1e-5, pValue: 1 },
}

/** What all blocks of one side in one night have in common, for each channel, as logarithms. */
type Level = readonly number[]

/**
 * Judges night after night of one series, each by those before it. Against a pinned night, that night comes first and
 * is not among those returned.
 */
export function judgeSeries(series: SyntheticSeries): NightJudgement[] {
  const { against, noise } = series
  const random = new RandomStream(series.seed, 'nightly-figures', series.index)
  const machine = new AutoregressiveLevels(noise, noise.perNight, random)
  const own = new AutoregressiveLevels(noise, noise.perNight * noise.uncancelled, random)
  const side = (level: Level) => CHANNELS.map((channel, i) => blocks(level[i] ?? 0, channel, noise, random))
  const pinned = side(machine.next())
  const history: PastNight[] = []
  for (let night = 0; night < series.nights; night++) {
    const shared = machine.next()
    const level = levelOfTonight(series, night, shared, own.next())
    const measure = (tonight: Blocks) => compare(against === 'pinned' ? pinned : side(shared), tonight)
    const tonight = side(level)
    const metrics = measure(tonight)
    const sameAgainstSame = compare(side(level), tonight)
    const again = needsAgain(metrics, history, against) ? measure(side(level)) : null
    const isOpen = again !== null && needsThird(metrics, again, history, against)
    const third = isOpen ? { third: measure(side(level)) } : {}
    const judgement = judgeNight({ metrics, again, ...third, sameAgainstSame, history, against })
    history.push({ scenarioHash: '', environment: ENVIRONMENT, against, metrics, sameAgainstSame, judgement })
  }
  return history.map(({ judgement }) => judgement)
}

/** @param own what taking turns does not cancel */
function levelOfTonight(series: SyntheticSeries, night: number, shared: Level, own: Level): Level {
  const step = night >= series.stepAt ? series.step : 0
  return CHANNELS.map(({ metric }, i) => {
    const uncancelled = series.against === 'interleaved' ? (own[i] ?? 0) : 0
    return (shared[i] ?? 0) + uncancelled + (metric === 'p99' ? step : 0)
  })
}

const ENVIRONMENT = { fingerprint: '', runtime: '', platform: '', cpu: '', cores: 1 }

type Blocks = ReadonlyArray<readonly number[]>

function blocks(
  level: number,
  { scale }: Channel,
  { perBlock }: SyntheticNoise,
  random: RandomStream,
): number[] {
  return Array.from({ length: PAIRS }, () => level + normal(random, 0, scale * perBlock))
}

function compare(before: Blocks, after: Blocks): ComparedMetric[] {
  const untested = CHANNELS.map(({ metric, unit }, i) => ({
    metric,
    unit,
    kind: 'ratio' as const,
    effect: pairedEffect(before[i] ?? [], after[i] ?? []),
  }))
  const all = [...untested, NO_FAILURES]
  const answers = answersFor(all.map(({ effect }) => effect))
  return all.map((metric, i) => ({ ...metric, answer: answers[i] ?? null }))
}

/**
 * An autoregression of order one for each channel; mean and variance are those of all nights from the first on, and so is
 * the distribution where it is normal.
 */
class AutoregressiveLevels {
  readonly #deviation: number
  readonly #correlation: number
  readonly #draw: (random: RandomStream) => number
  readonly #random: RandomStream
  #levels: number[] | null = null

  constructor({ correlation, tails }: SyntheticNoise, deviation: number, random: RandomStream) {
    this.#deviation = deviation
    this.#correlation = correlation
    this.#draw = tails === 't3' ? studentTOf3 : standardNormal
    this.#random = random
  }

  next(): Level {
    const fresh = (scale: number) => scale * this.#deviation * this.#draw(this.#random)
    const innovation = Math.sqrt(1 - this.#correlation ** 2)
    const previous = this.#levels
    this.#levels = CHANNELS.map(({ scale }, i) =>
      previous === null ? fresh(scale) : this.#correlation * (previous[i] ?? 0) + innovation * fresh(scale),
    )
    return this.#levels
  }
}

function standardNormal(random: RandomStream): number {
  return normal(random, 0, 1)
}
