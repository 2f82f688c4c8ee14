/**
 * What programs import from `kneepoint`: all that scenarios do, and the commands as functions. What a function needs is
 * loaded when it is called.
 */
export * from '../../models/kneepoint.ts'

export { run } from './run.ts'
export type { RunOptions, RunResult, RunStage } from './run.ts'
export { simulate } from './simulate.ts'
export type {
  AutoscaleOption,
  RecordedTrace,
  SimulatedTraffic,
  SimulateOptions,
  SimulationResult,
  SurfaceOption,
  TimesOption,
  TraceFile,
} from './simulate.ts'
export { knee } from './knee.ts'
export type { KneeFits, KneeOptions, KneeWatch, MeasuredLoad, PlainPoint } from './knee.ts'
export type { KneeMeasurement, KneeTarget, KneeTrialFigures } from './knee-measurement.ts'
export { recommend } from './recommend.ts'
export type { ConfigFileText, RecommendOptions, RecommendResult } from './recommend.ts'
export type { ConfigEditResult, Recommendation, Standing } from './recommendation.ts'
export { compare } from './compare.ts'
export type { ComparedName, CompareOptions, CompareResult } from './compare.ts'
export type { RunName } from './run-name.ts'
export type { StopSignal } from './stop-signal.ts'

export { ScenarioError } from '../scenario-error.ts'
export { UsageError } from '../usage-error.ts'
export { HostNotAllowed } from '../allowed-host.ts'
export { UnusableRun } from '../unusable-run.ts'
export { Interrupted } from '../interrupted.ts'
export { RunInterrupted } from './run-interrupted.ts'

export type { RatedConstraint, RatedSettings } from '../../models/artifacts/recommend.ts'
export type { ConfigPatch } from '../../models/clients/client.ts'
export type { CurveFits, KneedleSummary, SegmentedSummary, UslSummary } from '../../models/knee/curve-fits.ts'
export type { ComparedMetric } from '../../models/report/before-after.ts'
export type { Report, Verdict } from '../../models/report/report.ts'
export type { DistributionSpec } from '../../models/simulate/distribution.ts'
export type { ThresholdResult } from '../../models/thresholds/threshold.ts'
export type { MetricDocument } from '../compare/compare-document.ts'
export type { ScheduleSurface } from '../simulate/simulate-document.ts'
export type * from './part-types.ts'
