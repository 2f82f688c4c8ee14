import type { Cascade } from '../../models/scenario/cascade-schema.ts'
import { RandomStream } from '../../models/random/random-stream.ts'
import { FAULT_KINDS } from '../../models/root-cause/fault-kind.ts'
import { drawInjections, type Injection, injectionAt } from './draw-injection.ts'

export interface CascadePlan {
  readonly name: 'full' | 'quick'
  readonly rate: number
  /** Of each stretch, ms. */
  readonly stretchMs: number
  readonly warmupMs: number
  readonly injections: readonly Injection[]
}

const QUICK = { stretchMs: 4_000, warmupMs: 1_500, drawn: 3 }
/** Every kind once. */
const FULL = { stretchMs: 10_000, warmupMs: 3_000, drawn: FAULT_KINDS.length }

/**
 * What is injected, and for how long each stretch lasts.
 *
 * @param seed of which faults are drawn, and how strong all of them are
 * @throws RangeError for a fault that cannot be at its service
 */
export function planCascade(
  { rate, faults }: Pick<Cascade, 'rate' | 'faults'>,
  seed: number,
  name: CascadePlan['name'],
): CascadePlan {
  const { stretchMs, warmupMs, drawn } = name === 'quick' ? QUICK : FULL
  const injections =
    faults === undefined
      ? drawInjections(seed, drawn, rate)
      : faults.map((place, i) => injectionAt(place, new RandomStream(seed, 'cascade injection', i), rate))
  return { name, rate, stretchMs, warmupMs, injections }
}
