/** A figure as JSON and tables may hold it: `null` where there is none. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
