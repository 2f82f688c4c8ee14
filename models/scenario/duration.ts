/** A length of time as people write it: `500ms`, `10s`, `2.5m`, `2h`, `7d`. */
export type DurationText = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

/** One of the two: a number of ms, or text with its unit. */
export type DurationOption =
  | { readonly durationMs: number; readonly duration?: never }
  | { readonly duration: DurationText; readonly durationMs?: never }

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** The length in ms, or `null` when the text is no duration. Negative lengths are none, nor what no number can hold. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim())
  const unitMs = UNIT_MS[match?.[2] ?? '']
  if (match === null || unitMs === undefined) return null
  const lengthMs = Number(match[1]) * unitMs
  return Number.isFinite(lengthMs) ? lengthMs : null
}
