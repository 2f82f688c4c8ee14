/** Figures as the sentences of a recommendation write them; `null` and Infinity stand for no limit. */

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`
}

export function seconds(valueMs: number | null): string {
  if (valueMs === null || valueMs === Infinity) return 'no limit'
  return `${Number((valueMs / 1000).toFixed(valueMs < 1000 ? 3 : 1))} s`
}

export function count(value: number | null): string {
  return value === null || value === Infinity ? 'no limit' : String(value)
}

/** @param share e.g. 0.12 for 12 % */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

/** A difference with its sign. */
export function signed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  if (Number(text) === 0) return text.replace('-', '')
  return Number(text) > 0 ? `+${text}` : text
}

/** A share with two digits after the point, for shares that are small. */
export function precisePercent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}
