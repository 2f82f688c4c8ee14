import type { SweepArtifact } from '../artifacts/sweep.ts'
import type { VerifyArtifact } from '../artifacts/verify.ts'
import type { WholeCounts } from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'

/** What this side counted, beside what the target counted of the same stretches. */
export interface Ledger {
  /** By the load threads. */
  readonly requestsSent: number
  /** `null` where the target does not count. */
  readonly requestsReceived: number | null
  /** By the pools. */
  readonly connectionsOpened: number
  /** `null` where the target does not count. */
  readonly connectionsAccepted: number | null
}

/** Over every stretch of the sweep and the verification. */
export function keepLedger(sweep: SweepArtifact | null, verify: VerifyArtifact | null): Ledger {
  const stretches: ReadonlyArray<{ readonly whole: WholeCounts; readonly target: TargetStretch }> = [
    ...(sweep?.steps ?? []).map((step) => ({ whole: step.measurement.whole, target: step.target })),
    ...(verify?.pairs ?? [])
      .flatMap(({ before, after }) => [before, after])
      .map((block) => ({ whole: block.measured.whole, target: block.target })),
  ]
  const sum = (of: (stretch: (typeof stretches)[number]) => number) =>
    stretches.reduce((total, stretch) => total + of(stretch), 0)
  const known = (of: (target: TargetStretch) => number | null) =>
    stretches.length > 0 && stretches.every(({ target }) => of(target) !== null)
      ? sum(({ target }) => of(target) ?? 0)
      : null
  return {
    requestsSent: sum(({ whole }) => whole.sent),
    requestsReceived: known((target) => target.requestsReceived),
    connectionsOpened: sum(({ whole }) => whole.dialed + whole.primed),
    connectionsAccepted: known((target) => target.acceptedConnections),
  }
}
