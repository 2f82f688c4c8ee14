export type Unit = 'ms' | 'share' | '1/s' | 'bytes'

/** How a change is given: relative to the value before, or as a plain difference in the unit. */
export type ChangeKind = 'ratio' | 'difference'

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

/** A change with its sign: in percent, or as a difference in the unit (percentage points, pp, for shares). */
export function formatChange(change: number, kind: ChangeKind = 'ratio', unit: Unit = 'ms'): string {
  if (kind === 'ratio') return `${signed(100 * change, 1)} %`
  if (unit === 'share') return `${signed(100 * change, 2)} pp`
  if (unit === 'bytes') return `${signed(change / 1_048_576, 1)} MiB`
  return unit === 'ms' ? `${signed(change, 2)} ms` : `${signed(change, 2)}/s`
}

/** Both ends of an interval for such a change; an en dash where there is none. */
export function formatInterval(
  low: number | null,
  high: number | null,
  kind: ChangeKind = 'ratio',
  unit: Unit = 'ms',
): string {
  if (low === null || high === null) return '–'
  const from = formatChange(low, kind, unit).replace(/( \S+|\/s)$/, '')
  return `${from} … ${formatChange(high, kind, unit)}`
}

/** How large a change is, without its sign. */
export function formatSize(size: number, kind: ChangeKind = 'ratio', unit: Unit = 'ms'): string {
  if (kind === 'ratio') return formatShare(size)
  return formatChange(size, kind, unit).replace('+', '')
}

/** A share in percent, with a decimal below 10 %. */
export function formatShare(share: number): string {
  const percent = 100 * share
  return `${percent.toFixed(percent < 9.95 ? 1 : 0)} %`
}

/** How precisely a ratio is known: 0.1, from ratio / 1.1 to ratio × 1.1, is 10 %; from 100 % up it is a factor. */
export function formatPrecision(precision: number): string {
  return precision < 1 ? formatShare(precision) : `a factor of ${(1 + precision).toFixed(1)}`
}

/** A moment of a schedule, such as 3d 05:12:33; without days where it is in the first one. */
export function formatMoment(atMs: number): string {
  const seconds = Math.floor(atMs / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const time = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map(two)
    .join(':')
  const days = Math.floor(seconds / 86_400)
  return days === 0 ? time : `${days}d ${time}`
}

function signed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  if (Number(text) === 0) return text.replace('-', '')
  return Number(text) > 0 ? `+${text}` : text
}
