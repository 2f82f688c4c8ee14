import type { ExperimentBlock, ExperimentRound } from '../../models/experiment/experiment-artifact.ts'
import type { ExperimentPlan } from '../../models/experiment/experiment-plan.ts'
import { variantOrder } from '../../models/experiment/variant-order.ts'
import { throwIfAborted } from '../interrupted.ts'

/** Sends a variant the traffic of a round. @param variant index @param round from 0; `null` for a warm-up */
export type SendVariant = (variant: number, round: number | null) => Promise<ExperimentBlock>

export interface RoundsToMeasure {
  readonly plan: ExperimentPlan
  /** How many variants there are. */
  readonly variants: number
  readonly send: SendVariant
  /** Told each round that is whole, so that it is kept. */
  readonly keep: (rounds: readonly ExperimentRound[]) => Promise<void>
  readonly signal: AbortSignal
}

/**
 * Warms all variants up, then sends every round to each of them, in orders that favour none. A program that has just been
 * started is slower than it will be, and so are threads of the load: what they show of the warm-up is not kept.
 *
 * @throws the signal's reason when it is aborted; what `send` and `keep` throw
 */
export async function measureRounds(options: RoundsToMeasure): Promise<readonly ExperimentRound[]> {
  const { plan, variants, keep, signal } = options
  const send: SendVariant = (...block) => {
    throwIfAborted(signal)
    return options.send(...block)
  }
  for (let block = 0; block < plan.warmUpBlocks; block++) {
    for (const variant of variantOrder(block, variants)) await send(variant, null)
  }
  const rounds: ExperimentRound[] = []
  for (let number = 0; number < plan.rounds; number++) {
    const order = variantOrder(number, variants)
    const blocks: ExperimentBlock[] = []
    for (const variant of order) blocks[variant] = await send(variant, number)
    rounds.push({ number, order, blocks })
    await keep(rounds)
  }
  return rounds
}
