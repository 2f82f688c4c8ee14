/** Figures as the sentences of a recommendation write them; `null` and Infinity stand for no limit. */

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`
}

export function seconds(valueMs: number | null): string {
  return valueMs === null || valueMs === Infinity ? 'no limit' : `${Number((valueMs / 1000).toFixed(1))} s`
}

export function count(value: number | null): string {
  return value === null || value === Infinity ? 'no limit' : String(value)
}

/** @param share e.g. 0.12 for 12 % */
export function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
