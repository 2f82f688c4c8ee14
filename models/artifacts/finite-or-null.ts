/** A number as JSON and tables may hold it: `null` for infinity, and where there is none. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
