import { largestError, readMisfit, type StoredMisfit, TOLERATED_ERROR } from '../simulate/misfit.ts'

/** The largest typical error for which there is room to spare: predictions that are off by twofold. */
export const LARGEST_SPARED_ERROR = 1

/**
 * How much more than the model asks for is recommended, where the model is off: 1 + its typical error, at most 2; 1
 * where it misses what was measured by no more than is tolerated, or where that is not known.
 */
export function spareFactor(misfit: StoredMisfit): number {
  const error = largestError(readMisfit(misfit)) ?? 0
  return error > TOLERATED_ERROR ? 1 + Math.min(LARGEST_SPARED_ERROR, error) : 1
}
