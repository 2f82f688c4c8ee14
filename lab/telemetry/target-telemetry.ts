import type { TargetSample } from '../../models/measurement/target-sample.ts'

/** Where figures about a target come from while it is under load. */
export interface TargetTelemetry {
  /** For people, e.g. `process 4711` or a URL. */
  readonly source: string
  /** @throws TelemetryError when the source does not answer */
  sample(): Promise<TargetSample>
  close(): void
}

/** A source that cannot be asked or gives no sense, with what to look at. */
export class TelemetryError extends Error {
  override readonly name = 'TelemetryError'
}
