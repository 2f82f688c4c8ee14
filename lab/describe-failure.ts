import { HostNotAllowed } from './allowed-host.ts'
import { EXIT } from './exit-codes.ts'
import { Interrupted } from './interrupted.ts'
import { RunDirectoryError } from './run-directory.ts'
import { ScenarioError } from './scenario-error.ts'
import { TargetStartError } from './target/start-target.ts'
import { EndedByThreshold } from './thresholds/ended-by-threshold.ts'
import { TelemetryError } from './telemetry/target-telemetry.ts'
import { UnusableRun } from './unusable-run.ts'
import { UsageError } from './usage-error.ts'

export interface Failure {
  /** For people; complete. */
  readonly message: string
  readonly exitCode: number
}

/** What to say of an error, and with which exit code to end. Only what nobody foresaw is shown with its stack. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof Interrupted) return { message: error.message, exitCode: EXIT.interrupted }
  if (error instanceof ScenarioError) return { message: error.message, exitCode: error.exitCode }
  if (error instanceof EndedByThreshold) return { message: error.message, exitCode: EXIT.thresholdFailed }
  if (error instanceof UnusableRun)
    return { message: `run invalid: ${error.message}`, exitCode: EXIT.runInvalid }
  if (
    error instanceof UsageError ||
    error instanceof HostNotAllowed ||
    error instanceof RunDirectoryError ||
    error instanceof TargetStartError ||
    error instanceof TelemetryError
  ) {
    return { message: `error: ${error.message}`, exitCode: EXIT.usage }
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { message: `internal error, please report it:\n${text}`, exitCode: EXIT.internalError }
}
