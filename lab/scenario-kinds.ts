import { type Cascade, cascadeSchema } from '../models/scenario/cascade-schema.ts'
import { type Experiment, experimentSchema } from '../models/scenario/experiment-schema.ts'
import { type LeakCheck, leakSchema } from '../models/scenario/leak-schema.ts'
import { type Scenario, scenarioSchema } from '../models/scenario/schema.ts'
import type { ScenarioKind } from './scenario-kind.ts'

/** Of a pool: the loop from probe to verification. */
export const POOL_KIND: ScenarioKind<Scenario> = {
  kind: null,
  noun: 'scenario',
  title: 'a scenario of a pool',
  schema: scenarioSchema,
  run: null,
}

/** Variants of a target under the same traffic. */
export const EXPERIMENT_KIND: ScenarioKind<Experiment> = {
  kind: 'experiment',
  noun: 'experiment',
  title: 'an experiment',
  schema: experimentSchema,
  run: async (...run) => (await import('./commands/run-experiment.ts')).runExperimentCommand(...run),
}

/** Variants of a target, each searched for a leak. */
export const LEAK_KIND: ScenarioKind<LeakCheck> = {
  kind: 'leak',
  noun: 'leak check',
  title: 'a leak check',
  schema: leakSchema,
  run: async (...run) => (await import('./commands/run-leak-check.ts')).runLeakCheckCommand(...run),
}

/** Faults in a chain of services, each to be found again. */
export const CASCADE_KIND: ScenarioKind<Cascade> = {
  kind: 'cascade',
  noun: 'cascade',
  title: 'a cascade',
  schema: cascadeSchema,
  run: async (...run) => (await import('./commands/run-cascade.ts')).runCascadeCommand(...run),
}

/** All there are; what has no `kind`, or one that is unknown, is taken for the first. */
const scenarioKinds: readonly [ScenarioKind, ...ScenarioKind[]] = [
  POOL_KIND,
  EXPERIMENT_KIND,
  LEAK_KIND,
  CASCADE_KIND,
]

/** Of which kind something is that a scenario's file exports. */
export function kindOf(exported: unknown): ScenarioKind {
  const [first, ...others] = scenarioKinds
  if (typeof exported !== 'object' || exported === null || !('kind' in exported)) return first
  return others.find(({ kind }) => kind === exported.kind) ?? first
}
