import type { NightVerdict } from '../../models/nightly/night-record.ts'
import { EXIT } from '../exit-codes.ts'

/** The worst of all verdicts: a regression or a drift, then what cannot be said. */
export function nightlyExitCode(verdicts: readonly NightVerdict[]): number {
  if (verdicts.some((verdict) => verdict === 'regression' || verdict === 'drift')) return EXIT.regression
  return verdicts.includes('unknown') ? EXIT.runInvalid : EXIT.ok
}
