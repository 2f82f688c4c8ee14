import { planNamed, type WantedVerification, withPrecision } from './run-plan.ts'
import { readShare, readTimeMs } from './simulate/read-quantity.ts'
import { UsageError } from './usage-error.ts'

/** The flags of `run` that say how well, and how long, it is to verify; as they were written. */
export interface VerificationFlags {
  readonly quick: boolean
  readonly precision?: string
  readonly verifyTime?: string
}

/** @throws UsageError naming the flag that cannot be followed */
export function readVerification({ quick, precision, verifyTime }: VerificationFlags): WantedVerification {
  const wanted: WantedVerification = {
    ...(precision === undefined ? {} : { precision: readShare('--precision', precision) }),
    ...(verifyTime === undefined ? {} : { verifyMs: readTimeMs('--verify-time', verifyTime) }),
  }
  return requireFeasible(wanted, quick)
}

/** @throws UsageError where the plan cannot give what is wanted */
export function requireFeasible(wanted: WantedVerification, quick: boolean): WantedVerification {
  try {
    withPrecision(planNamed(quick ? 'quick' : 'full'), wanted)
    return wanted
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw error
  }
}
