import type { ServiceConfiguration, ServiceVitals } from '../../../models/root-cause/observation.ts'
import type { Span } from '../../../models/trace-context/span.ts'

/** What one service answers to `GET /observe`. */
export interface ChainObserved {
  readonly vitals: ServiceVitals
  /** Since it was last asked. */
  readonly spans: readonly Span[]
  /** Spans that it could not keep until it was asked, since it started. */
  readonly lostSpans: number
  readonly configuration: ServiceConfiguration
}
