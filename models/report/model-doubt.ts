import { LARGEST_SPARED_ERROR } from '../recommend/spare-factor.ts'
import { largestError } from '../simulate/misfit.ts'
import type { Report } from './report.ts'

/** What tells whether the model describes the target. */
export type Modelled = Pick<Report, 'capacity' | 'misfit' | 'predictions'>

/**
 * Why what the model predicts is not to be relied on, as a clause without its full stop; `null` where nothing speaks
 * against it. It does not describe the target where
 *
 * - it typically misses the P99s that it was fitted to by more than twofold, so that no room to spare makes up for it,
 * - no rate of the sweep met the SLO, so that it was fitted to a target that could not keep up, or
 * - the mean response with the recommended settings came out more than twofold off. The mean and not the P99, since a
 *   single hiccup of the machine makes the P99 of a short verification several times as long.
 */
export function modelDoubt({ capacity, misfit, predictions }: Modelled): string | null {
  const error = misfit === null ? null : largestError(misfit)
  if (error !== null && error > LARGEST_SPARED_ERROR) {
    return `the model misses the P99s that it was fitted to by ${percent(error)}, so it does not describe this target`
  }
  if (misfit !== null && missedEverySlo(capacity)) {
    return 'the SLO was met at no rate of the sweep, so nothing shows that the model describes this target'
  }
  const mean = predictions.find(({ setting, metric }) => setting === 'after' && metric === 'mean')
  if (mean === undefined || !isFarOff(mean.predicted / mean.measured)) return null
  return `with the recommended settings the model predicted ${ms(mean.predicted)} ms in the mean where ${ms(mean.measured)} ms were measured, so it does not describe this target`
}

/** Whether the sweep met the SLO at none of its rates. */
export function missedEverySlo(capacity: Report['capacity']): boolean {
  return capacity !== null && capacity.sloCapacity === null
}

/** NaN, where one of the two is not known, is not. */
function isFarOff(ratio: number): boolean {
  return Math.max(ratio, 1 / ratio) > 1 + LARGEST_SPARED_ERROR
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1)
}
