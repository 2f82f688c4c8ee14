import type {
  ExperimentArtifact,
  ExperimentRound,
  ExperimentTraffic,
} from '../../models/experiment/experiment-artifact.ts'
import type { ExperimentPlan } from '../../models/experiment/experiment-plan.ts'
import type { PlainExperiment, PlainTraffic } from '../../models/experiment/plain-experiment.ts'
import { describeTarget } from './describe-target.ts'
import { recoveryGraphs } from './recovery-graphs.ts'

/** What is kept of an experiment after each round. */
export function describeArtifact(
  experiment: PlainExperiment,
  plan: ExperimentPlan,
  rounds: readonly ExperimentRound[],
  notes: readonly string[],
): ExperimentArtifact {
  const { variants, traffic, measures, graphs } = experiment
  return {
    variants: variants.map(({ name, target }) => ({ name, target: describeTarget(target) })),
    traffic: traffic.map(describeTraffic),
    plan,
    measures: measures ?? null,
    rounds,
    notes,
    graphs: [...graphs.map((graph) => ({ ...graph, edges: null })), ...recoveryGraphs(experiment)],
  }
}

function describeTraffic({ name, arrivals, pods, client, slo }: PlainTraffic): ExperimentTraffic {
  return {
    name,
    arrivals: arrivals.kind,
    rate: arrivals.rate,
    pods,
    client,
    slo:
      slo === undefined
        ? null
        : {
            p99Ms: slo.p99Ms ?? null,
            failureRate: slo.failureRate ?? null,
            requiredOf: slo.requiredOf,
          },
  }
}
