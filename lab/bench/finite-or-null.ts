/** A number as JSON holds it: `null` for infinity, and where there is none. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
