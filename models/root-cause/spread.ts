/** Where the values of a sample lie; all 0 of an empty one, as JSON knows no NaN. */
export interface Spread {
  readonly mean: number
  readonly p50: number
  readonly p99: number
}

export function spread(values: readonly number[]): Spread {
  if (values.length === 0) return { mean: 0, p50: 0, p99: 0 }
  const sorted = Float64Array.from(values).sort()
  return { mean: meanOf(sorted), p50: quantileOf(sorted, 0.5), p99: quantileOf(sorted, 0.99) }
}

/** Summed in ascending order, so that the order of the sample does not matter. */
function meanOf(ascending: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < ascending.length; i++) sum += ascending[i] ?? 0
  return sum / ascending.length
}

/** The value at rank ⌈q n⌉ of n in ascending order; NaN of none. @param quantile in [0, 1] */
export function quantileOf(ascending: ArrayLike<number>, quantile: number): number {
  const rank = Math.max(1, Math.ceil(quantile * ascending.length))
  return ascending[rank - 1] ?? Number.NaN
}
