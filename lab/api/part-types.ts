/**
 * Types of what functions of `kneepoint` take and return, down to the last part: a program that declares the types of what
 * it exports has to be able to name each of them.
 */
export type { CompareDocument, SourceDocument } from '../compare/compare-document.ts'
export type {
  ConnectionSummary,
  ResponseSummary,
  SimulateDocument,
  SystemSummary,
} from '../simulate/simulate-document.ts'
export type { SurfaceKind } from '../simulate/surface-kind.ts'
export type {
  ConstantArrivals,
  PoissonArrivals,
  RampArrivals,
  StepArrivals,
  TraceArrivals,
  WeekArrivals,
} from '../../models/arrivals/spec.ts'
export type { Growth, RecommendArtifact, Robustness, StrainResult } from '../../models/artifacts/recommend.ts'
export type { Strain } from '../../models/artifacts/simulate.ts'
export type { ComparisonDesign } from '../../models/compare/compare-sources.ts'
export type {
  Comparability,
  ComparedMetricName,
  SourceFigures,
  SourceVerdict,
} from '../../models/compare/compared-source.ts'
export type { RequiredAlike, SourceDifference } from '../../models/compare/find-differences.ts'
export type { Equivalence, EquivalenceMargin, NotEquivalent } from '../../models/compare/judge-equivalence.ts'
export type { CurveAxes, CurveVariable, SegmentBreak, SegmentSlope } from '../../models/knee/curve-fits.ts'
export type { Knee, KneedleOptions } from '../../models/knee/kneedle.ts'
export type { KneeDescription, SloCapacity } from '../../models/knee/latency-knee.ts'
export type { UslInterval } from '../../models/knee/usl-intervals.ts'
export type { UslCoefficients, UslFit } from '../../models/knee/usl.ts'
export type { CloseReason } from '../../models/pool/close-reason.ts'
export type { PoolSettingName, StoredPoolSettings } from '../../models/pool/settings.ts'
export type { SurfaceMethod } from '../../models/pool/surface-method.ts'
export type { Constraint, ConstraintName } from '../../models/recommend/constraint.ts'
export type { Answer } from '../../models/report/answers.ts'
export type { PredictedMeasured } from '../../models/report/compare-predictions.ts'
export type { Conclusion } from '../../models/report/conclusion.ts'
export type { Misses } from '../../models/report/explain-misses.ts'
export type { Ledger } from '../../models/report/ledger.ts'
export type { GeneratorCapacity } from '../../models/report/report.ts'
export type { VerifiedStages } from '../../models/report/verified-stages.ts'
export type { PredictedAndMeasured, SideMiss, WindowMiss } from '../../models/report/window-misses.ts'
export type { LognormalSpec } from '../../models/simulate/distribution.ts'
export type { Misfit, StepMisfit } from '../../models/simulate/misfit.ts'
export type { FailureModel } from '../../models/simulate/system-model.ts'
export type { BlockRatio } from '../../models/statistics/block-ratio.ts'
export type { Aggregate, Threshold, ThresholdMetric } from '../../models/thresholds/threshold.ts'
export type { Withheld } from '../../models/report/standing.ts'
export type { SegmentedFit } from '../../models/knee/segmented.ts'
export type { ResponsePercentiles, TimeSeries } from '../../models/measurement/time-series.ts'
export type { IdleWatch, SafeIdleTimeout } from '../../models/recommend/safe-idle-timeout.ts'
