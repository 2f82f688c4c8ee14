import type { CurveFits, UslSummary } from '../../models/knee/curve-fits.ts'

/** What is printed as JSON of the curves that were fitted; `notes` say why a fit is `null`. */
export interface FitsDocument extends Omit<CurveFits, 'usl'> {
  readonly usl: Omit<UslSummary, 'identified'> | null
}

/** The fits as they stand in a JSON document. */
export function fitsDocument({ usl, kneedle, segmented, notes }: CurveFits): FitsDocument {
  return { usl: usl === null ? null : withoutVerdict(usl), kneedle, segmented, notes }
}

/** `identified` says the same as `noPeakBecause`. */
function withoutVerdict(usl: UslSummary): Omit<UslSummary, 'identified'> {
  const { identified: _identified, ...rest } = usl
  return rest
}
