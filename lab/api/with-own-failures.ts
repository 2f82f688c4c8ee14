import { HostNotAllowed } from '../allowed-host.ts'
import { UnusableRun } from '../unusable-run.ts'
import { UsageError } from '../usage-error.ts'
import { asOptionNames } from './as-option-names.ts'

/**
 * Does something, and lets only those failures out that callers know by name: what the command line calls wrong usage, a
 * run that cannot be opened or a target that does not start among it, is a `UsageError`. Messages speak of options, not
 * of flags; the failure itself is the `cause` then.
 */
export async function withOwnFailures<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw await ownFailure(error)
  }
}

async function ownFailure(error: unknown): Promise<unknown> {
  const { describeFailure } = await import('../describe-failure.ts')
  const { EXIT } = await import('../exit-codes.ts')
  if (!(error instanceof Error)) return error
  const message = asOptionNames(error.message)
  const isUsage = describeFailure(error).exitCode === EXIT.usage
  if (error instanceof HostNotAllowed) return new HostNotAllowed(message, { cause: error })
  if (isUsage && (message !== error.message || !(error instanceof UsageError))) {
    return new UsageError(message, { cause: error })
  }
  if (error instanceof UnusableRun && message !== error.message) {
    return new UnusableRun(message, { cause: error })
  }
  return error
}
