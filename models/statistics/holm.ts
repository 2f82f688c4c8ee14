/**
 * Adjusts p-values of several tests so that rejecting where the adjusted value is below α keeps the chance of even
 * one false rejection below α, whichever of the hypotheses are true and however the tests depend on one another.
 *
 * With p(1) ≤ … ≤ p(m), the adjusted value of p(i) is max over j ≤ i of min(1, (m − j + 1) p(j)): the step-down
 * method of Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics
 * 6, 65–70.
 *
 * @param pValues in [0, 1], in any order
 * @returns in the same order, each in [0, 1] and no smaller than what was given
 * @throws RangeError when a value is outside [0, 1]
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  for (const pValue of pValues) {
    if (!(pValue >= 0 && pValue <= 1)) throw new RangeError(`a p-value must be in [0, 1], got ${pValue}`)
  }
  const adjusted = pValues.map(() => 1)
  const ascending = pValues.map((pValue, index) => ({ pValue, index })).sort((a, b) => a.pValue - b.pValue)
  let largest = 0
  ascending.forEach(({ pValue, index }, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValue))
    adjusted[index] = largest
  })
  return adjusted
}
