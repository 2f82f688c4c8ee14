import type { Verdict } from '../report/report.ts'
import { figuresOfBlocks } from './block-figures.ts'
import { compareVariants, type VariantComparison } from './compare-variants.ts'
import type {
  BlockEvent,
  ExperimentArtifact,
  ExperimentGraph,
  ExperimentTraffic,
  ExperimentVariant,
} from './experiment-artifact.ts'
import type { ExperimentPlan } from './experiment-plan.ts'
import { judgeExperiment, lateVariants } from './judge-experiment.ts'
import { DEFAULT_TESTED } from './measure.ts'
import { judgeObjectives, type ObjectiveResult } from './objectives.ts'

export const EXPERIMENT_SCHEMA_VERSION = 1

/** Everything that an experiment found, ready to be shown. */
export interface ExperimentReport extends ExperimentIdentity {
  /** Rises when a field is taken away or changes its meaning. */
  readonly schemaVersion: typeof EXPERIMENT_SCHEMA_VERSION
  /** Whether the figures can be trusted. */
  readonly verdict: Verdict
  /** The first is what the others are compared with. */
  readonly variants: readonly ExperimentVariant[]
  readonly traffic: readonly ExperimentTraffic[]
  readonly plan: ExperimentPlan
  /** Those that were measured whole. */
  readonly rounds: number
  /** One for each variant but the first; none before there is a round. */
  readonly comparisons: readonly VariantComparison[]
  readonly objectives: readonly ObjectiveResult[]
  /** What was done to targets under load. */
  readonly events: readonly VariantEvent[]
  /** What the reader should know though nothing is wrong, one sentence each. */
  readonly notes: readonly string[]
  readonly graphs: readonly ExperimentGraph[]
}

export interface VariantEvent extends BlockEvent {
  readonly variant: string
  /** From 0. */
  readonly round: number
}

/** Which experiment it is, and where it was done. */
export interface ExperimentIdentity {
  readonly name: string
  /** What all randomness came from. */
  readonly seed: number
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Of the same hash are experiments that sent the same traffic to the same variants. SHA-256, in hex. */
  readonly scenarioHash: string
  /** What does the same again. */
  readonly command: string
  /** Runtime, cores and processor, as people read them. */
  readonly environment: string
}

/** Computes the report of an experiment from what it measured. */
export function buildExperimentReport(
  identity: ExperimentIdentity,
  artifact: ExperimentArtifact,
): ExperimentReport {
  const { variants, traffic, plan, rounds, measures, notes, graphs } = artifact
  const names = variants.map(({ name }) => name)
  const figures = inRounds(figuresOfBlocks(rounds.flatMap(({ blocks }) => blocks)), variants.length)
  return {
    schemaVersion: EXPERIMENT_SCHEMA_VERSION,
    ...identity,
    verdict: judgeExperiment(artifact, figures),
    variants,
    traffic,
    plan,
    rounds: rounds.length,
    comparisons: compareVariants({
      variants: names,
      traffic: traffic.map(({ name }) => name),
      rounds: figures,
      tested: measures ?? DEFAULT_TESTED,
      seed: identity.seed,
    }),
    objectives: judgeObjectives(traffic, names, figures),
    events: rounds.flatMap(({ number, blocks }) =>
      blocks.flatMap(({ events }, i) =>
        events.map((event) => ({ ...event, variant: names[i] ?? '', round: number })),
      ),
    ),
    notes: [...notes, ...lateVariants(artifact)],
    graphs,
  }
}

function inRounds<Block>(blocks: readonly Block[], variants: number): Block[][] {
  const rounds = Math.floor(blocks.length / variants)
  return Array.from({ length: rounds }, (_, i) => blocks.slice(i * variants, (i + 1) * variants))
}
