const UNITS: ReadonlyArray<readonly [string, number]> = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
]

/** A length of time in the largest unit that it is a short number of: `90 s`, `1 h`, `7.75 s`, `12.3 ms`. */
export function formatTime(ms: number): string {
  if (ms === Infinity) return 'no limit'
  if (Number.isNaN(ms)) return '–'
  for (const [unit, unitMs] of UNITS) {
    const amount = ms / unitMs
    if (amount === 1 || (amount >= 2 && Number.isInteger(10 * amount))) return `${trimmed(amount, 1)} ${unit}`
  }
  if (ms >= 1000) return `${trimmed(ms / 1000, ms < 10_000 ? 2 : 1)} s`
  return `${trimmed(ms, ms < 10 ? 2 : 1)} ms`
}

/** A count, or `no limit`. */
export function formatLimit(count: number): string {
  return count === Infinity ? 'no limit' : String(count)
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
