type Unit = 'ms' | 'share' | '1/s' | 'bytes'

/** A figure with its unit, in as many digits as it deserves; an en dash where there is none. */
export function formatValue(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '–'
  if (unit === 'ms') return `${value.toFixed(value < 10 ? 2 : 1)} ms`
  if (unit === 'share') return `${(100 * value).toFixed(2)} %`
  if (unit === 'bytes') return `${(value / 1_048_576).toFixed(1)} MiB`
  return `${value.toFixed(2)}/s`
}

/** @param rate requests per second */
export function formatRate(rate: number): string {
  return `${rate.toFixed(0)}/s`
}

/** A relative change in percent, or a difference of shares in percentage points; always with its sign. */
export function formatChange(change: number, kind: 'ratio' | 'difference' = 'ratio'): string {
  const percent = (100 * change).toFixed(kind === 'ratio' ? 1 : 2)
  const signed = Number(percent) > 0 ? `+${percent}` : percent.replace(/^-0(\.0+)?$/, '0$1')
  return `${signed} ${kind === 'ratio' ? '%' : 'points'}`
}

/** Both ends of an interval for such a change; an en dash where there is none. */
export function formatInterval(
  low: number | null,
  high: number | null,
  kind: 'ratio' | 'difference',
): string {
  if (low === null || high === null) return '–'
  return `${formatChange(low, kind).replace(/ \S+$/, '')} … ${formatChange(high, kind)}`
}
