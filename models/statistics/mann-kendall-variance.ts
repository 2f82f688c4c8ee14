/**
 * Variance of Kendall's S of values in random order, V = (n (n − 1) (2n + 5) − Σ t (t − 1) (2t + 5)) / 18 with groups of
 * t equal values (Kendall 1975, Rank Correlation Methods).
 */
export function kendallVariance(values: readonly number[]): number {
  const groups = new Map<number, number>()
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1)
  const part = (n: number): number => n * (n - 1) * (2 * n + 5)
  const ties = [...groups.values()].reduce((sum, size) => sum + part(size), 0)
  return (part(values.length) - ties) / 18
}
