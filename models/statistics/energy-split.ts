/** Where a series falls apart best. */
export interface EnergySplit {
  /** First element of the right part. */
  readonly index: number
  /** Q of Matteson and James, ≥ 0 up to rounding; in the unit of the values. */
  readonly statistic: number
}

/**
 * The split of a series that maximises Q = mn / (m + n) · E, with E = 2 mean|x − y| − mean|x − x′| − mean|y − y′|,
 * the energy distance of the m values to the left and the n to the right. Means within a part run over all pairs,
 * those of a value with itself included (Matteson and James 2014, Journal of the American Statistical Association 109,
 * 334–345, with α = 1; Székely and Rizzo 2005). The leftmost, where several are equal. One pass over all pairs, O(n²).
 *
 * @param values finite
 * @param minSegment fewest values on each side; whole, ≥ 1
 * @returns `null` where the series is too short to be split so
 */
export function bestEnergySplit(values: readonly number[], minSegment = 1): EnergySplit | null {
  const { toEarlier, toAll, total } = distanceSums(values)
  let within = 0
  let withinRest = total
  let best: EnergySplit | null = null
  for (let index = 1; index <= values.length - minSegment; index++) {
    const earlier = toEarlier[index - 1] ?? 0
    within += 2 * earlier
    withinRest -= 2 * ((toAll[index - 1] ?? 0) - earlier)
    if (index < minSegment) continue
    const m = index
    const n = values.length - index
    const across = total - within - withinRest
    const energy = across / (m * n) - within / (m * m) - withinRest / (n * n)
    const statistic = ((m * n) / (m + n)) * energy
    if (best === null || statistic > best.statistic) best = { index, statistic }
  }
  return best
}

interface DistanceSums {
  /** Σ |xⱼ − xᵢ| over i < j. */
  readonly toEarlier: Float64Array
  /** Σ |xⱼ − xᵢ| over all i. */
  readonly toAll: Float64Array
  /** Over all ordered pairs. */
  readonly total: number
}

function distanceSums(values: readonly number[]): DistanceSums {
  const toEarlier = new Float64Array(values.length)
  const toAll = new Float64Array(values.length)
  let total = 0
  for (let j = 0; j < values.length; j++) {
    let sum = 0
    for (let i = 0; i < j; i++) {
      const distance = Math.abs((values[j] ?? 0) - (values[i] ?? 0))
      sum += distance
      toAll[i] = (toAll[i] ?? 0) + distance
    }
    toEarlier[j] = sum
    toAll[j] = sum
    total += 2 * sum
  }
  return { toEarlier, toAll, total }
}
