/** What a scenario imports from `kneepoint`. It must not load the schema: worker threads load scenarios too. */
export { defineScenario } from './scenario/define-scenario.ts'
export { type DefinedExperiment, defineExperiment } from './scenario/define-experiment.ts'
export { constant, poisson, ramp, steps, trace, week } from './scenario/arrival-builders.ts'
export type { WeekOptions } from './scenario/arrival-builders.ts'
export type { DurationOption, DurationText } from './scenario/duration.ts'
export type { Experiment, ExperimentInput } from './scenario/experiment-schema.ts'
export type { ArrivalInput, Scenario, ScenarioInput, Target, TraceInput } from './scenario/schema.ts'
export type { ArrivalSpec, WeekShape } from './arrivals/spec.ts'
export type { ThresholdEntry, ThresholdsInput } from './thresholds/read-thresholds.ts'
export type { PoolSettings } from './pool/settings.ts'
export type {
  BuildContext,
  BuildRequest,
  BuiltRequest,
  CheckResponse,
  HttpMethod,
  JsonValue,
  ParameterValue,
  ReceivedResponse,
  ValueGenerator,
} from './requests/request-spec.ts'
