import { median as medianOf } from 'simple-statistics'

/** The middle value, or the mean of the two in the middle; NaN when there is none. */
export function median(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : medianOf([...values])
}
