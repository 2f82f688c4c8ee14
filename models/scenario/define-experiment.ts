import type { ExperimentInput } from './experiment-schema.ts'

/** What `defineExperiment` makes: the experiment, and what tells it from a scenario of a pool. */
export type DefinedExperiment = ExperimentInput & { readonly kind: 'experiment' }

/**
 * An experiment: variants of a target, sent the same traffic in turns and compared with the first of them. It is checked
 * when it is loaded.
 */
export function defineExperiment(experiment: ExperimentInput): DefinedExperiment {
  return { ...experiment, kind: 'experiment' }
}
