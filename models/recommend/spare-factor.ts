import { largestError, readMisfit, type StoredMisfit, TOLERATED_ERROR } from '../simulate/misfit.ts'

/**
 * How much more than the model asks for is recommended, where the model is off: 1 + its typical error, at most 2; 1
 * where it misses what was measured by no more than is tolerated, or where that is not known.
 */
export function spareFactor(misfit: StoredMisfit): number {
  const error = largestError(readMisfit(misfit)) ?? 0
  return error > TOLERATED_ERROR ? 1 + Math.min(1, error) : 1
}
