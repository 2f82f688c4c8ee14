const BARS = '▁▂▃▄▅▆▇█'

/**
 * A bar for each value, from the lowest at the smallest to the highest at the largest; all the lowest where they are
 * the same.
 *
 * @param values finite
 */
export function sparkline(values: readonly number[]): string {
  const smallest = Math.min(...values)
  const span = Math.max(...values) - smallest
  const highest = BARS.length - 1
  return values
    .map((value) => BARS.charAt(span > 0 ? Math.round((highest * (value - smallest)) / span) : 0))
    .join('')
}
