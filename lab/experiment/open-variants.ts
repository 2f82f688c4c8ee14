import { type PlainExperiment, scenarioOfTraffic } from '../../models/experiment/plain-experiment.ts'
import { openTarget, type OpenTarget, type TargetOverrides } from '../open-target.ts'
import { variantWeights } from './variant-weights.ts'

/** A variant that load can be sent to. */
export interface OpenVariant {
  readonly name: string
  readonly target: OpenTarget
  /** How traffic is spread over its instances; `null` where it is one process. */
  readonly weights: 'told' | 'equal' | null
}

export interface OpenVariants {
  readonly variants: readonly OpenVariant[]
  /** When one of them has ended by itself, with a sentence. */
  readonly gone: Promise<string>
  close(): Promise<void>
}

/**
 * Starts the targets of all variants, side by side, or gets ready to use those that run already. Where one does not
 * start, the others are stopped again.
 *
 * @throws what `openTarget` throws, with the variant's name before it
 */
export async function openVariants(
  experiment: PlainExperiment,
  overrides: TargetOverrides,
  seed: number,
): Promise<OpenVariants> {
  const opened = await Promise.allSettled(
    experiment.variants.map(async ({ name, target }) => {
      const [traffic] = experiment.traffic
      if (traffic === undefined) throw new RangeError('an experiment without traffic')
      const opened = await openTarget(scenarioOfTraffic(experiment, target, traffic), overrides, seed)
      return { name, target: opened, weights: await variantWeights(opened) }
    }),
  )
  const variants = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const close = async (): Promise<void> => {
    await Promise.all(variants.map(({ target }) => target.close()))
  }
  const failed = opened.findIndex((each) => each.status === 'rejected')
  if (failed === -1) return { variants, gone: firstGone(variants), close }
  await close()
  throw namingVariant(
    (opened[failed] as PromiseRejectedResult).reason,
    experiment.variants[failed]?.name ?? '',
  )
}

function firstGone(variants: readonly OpenVariant[]): Promise<string> {
  return Promise.race(
    variants.map(({ name, target }) => target.gone.then((why) => `variant ${name}: ${why}`)),
  )
}

/** The same error: what kind it is decides how the command ends. */
function namingVariant(error: unknown, name: string): unknown {
  if (error instanceof Error) error.message = `variant ${name}: ${error.message}`
  return error
}
