import { type PlainRequest, type PlainScenario, toPlainRequest } from '../scenario/plain-scenario.ts'
import type { Experiment } from '../scenario/experiment-schema.ts'

type TrafficClass = Experiment['traffic'][number]

/** A class of traffic without its functions, which stay in the compiled module. */
export type PlainTraffic = Omit<TrafficClass, 'requests'> & { readonly requests: readonly PlainRequest[] }

/** An experiment as plain data that can be posted. */
export type PlainExperiment = Omit<Experiment, 'traffic'> & { readonly traffic: readonly PlainTraffic[] }

export function toPlainExperiment(experiment: Experiment): PlainExperiment {
  const traffic = experiment.traffic.map((each) => ({ ...each, requests: each.requests.map(toPlainRequest) }))
  return { ...experiment, traffic }
}

/** Of scenarios, which have an objective always; an experiment judges its own. */
const NO_OBJECTIVE = { p99Ms: 600_000, failureRate: 1 }

/** One class of traffic to one variant, as the scenario that it would be alone. */
export function scenarioOfTraffic(
  { name, seed }: PlainExperiment,
  target: PlainScenario['target'],
  traffic: PlainTraffic,
): PlainScenario {
  const { arrivals, requests, pods, client, settings, requestTimeoutMs } = traffic
  return {
    name,
    seed,
    target,
    arrivals,
    requests,
    pods,
    client,
    before: settings,
    bounds: {},
    slo: NO_OBJECTIVE,
    thresholds: [],
    requestTimeoutMs,
  }
}
