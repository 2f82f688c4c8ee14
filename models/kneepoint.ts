/** What a scenario imports from `kneepoint`. It must not load the schema: worker threads load scenarios too. */
export { defineScenario } from './scenario/define-scenario.ts'
export { type DefinedCascade, defineCascade } from './scenario/define-cascade.ts'
export { type DefinedExperiment, defineExperiment } from './scenario/define-experiment.ts'
export { type DefinedLeakCheck, defineLeakCheck } from './scenario/define-leak-check.ts'
export { constant, poisson, ramp, steps, trace, week } from './scenario/arrival-builders.ts'
export type { WeekOptions } from './scenario/arrival-builders.ts'
export type { Cascade, CascadeInput } from './scenario/cascade-schema.ts'
export type { DurationOption, DurationText } from './scenario/duration.ts'
export type { Experiment, ExperimentInput } from './scenario/experiment-schema.ts'
export type { LeakCheck, LeakCheckInput } from './scenario/leak-schema.ts'
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
