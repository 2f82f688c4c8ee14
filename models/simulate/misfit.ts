import { exp, ln } from '../random/portable-math.ts'

/** Model against sweep at one rate. */
export interface StepMisfit {
  /** Requests due per second. */
  readonly offeredRate: number
  /** P99 of the response time in the sweep. */
  readonly measuredP99Ms: number
  /** The same by the model. */
  readonly modelP99Ms: number
}

/** How far the fitted model is from what it was fitted to. */
export interface Misfit {
  /** Every step of the sweep that was answered. */
  readonly steps: readonly StepMisfit[]
  /** By how much the model typically misses the P99 of the steps that met the SLO; `null` where there are none. */
  readonly typicalError: number | null
  /** The same for the stretch without reuse; `null` where there was none. */
  readonly withoutReuseError: number | null
}

/** As artifacts hold it: earlier runs stored the steps alone. */
export type StoredMisfit = Misfit | readonly StepMisfit[]

export function readMisfit(stored: StoredMisfit): Misfit {
  return 'steps' in stored ? stored : { steps: stored, typicalError: null, withoutReuseError: null }
}

/** A model that misses by more than this is not to be taken at its word. */
export const TOLERATED_ERROR = 0.15

/**
 * exp(root mean square of ln(model P99 / measured P99)) − 1: 0.1 where the model is typically 10 % above or below.
 *
 * @returns ≥ 0; `null` where there is nothing to compare
 */
export function typicalErrorOf(
  pairs: ReadonlyArray<Pick<StepMisfit, 'measuredP99Ms' | 'modelP99Ms'>>,
): number | null {
  const ratios = pairs
    .map(({ measuredP99Ms, modelP99Ms }) => modelP99Ms / measuredP99Ms)
    .filter((ratio) => ratio > 0 && ratio < Infinity)
  if (ratios.length === 0) return null
  const meanSquare = ratios.reduce((sum, ratio) => sum + ln(ratio) ** 2, 0) / ratios.length
  return exp(Math.sqrt(meanSquare)) - 1
}

/** The larger of the two typical errors; `null` where neither is known. */
export function largestError({ typicalError, withoutReuseError }: Misfit): number | null {
  if (typicalError === null || withoutReuseError === null) return typicalError ?? withoutReuseError
  return Math.max(typicalError, withoutReuseError)
}

/** Whether the model misses by more than is tolerated. */
export function isMisfit(misfit: Misfit): boolean {
  return (largestError(misfit) ?? 0) > TOLERATED_ERROR
}

/** A sentence without its full stop, in lower case; `null` where nothing is known. */
export function describeMisfit(misfit: Misfit): string | null {
  const { typicalError, withoutReuseError } = misfit
  if (typicalError === null && withoutReuseError === null) return null
  const parts = [
    ...(typicalError === null ? [] : [`by ${percent(typicalError)} typically`]),
    ...(withoutReuseError === null ? [] : [`by ${percent(withoutReuseError)} without reuse`]),
  ]
  const missed = `the model misses measured P99s ${parts.join(' and ')}`
  return isMisfit(misfit) ? `${missed}, which is a misfit: expect its predictions to be as far off` : missed
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
