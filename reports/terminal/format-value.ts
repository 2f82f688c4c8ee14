export type Unit = 'ms' | 'share' | '1/s' | 'bytes'

/** How a change is given: relative to the value before, or as a plain difference in the unit. */
export type ChangeKind = 'ratio' | 'difference'

/**
 * A figure with its unit, in as many digits as it deserves; an en dash where there is none. What is not 0 is not shown as
 * 0: `<0.01/s`.
 */
export function formatValue(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '–'
  if (unit === 'ms') return `${amount(value, value < 9.995 ? 2 : 1)} ms`
  if (unit === 'share') return `${amount(100 * value, 2)} %`
  if (unit === 'bytes') return `${amount(value / BYTES_PER_MIB, 1)} MiB`
  return `${amount(value, 2)}/s`
}

const BYTES_PER_MIB = 1_048_576

function amount(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return value > 0 && Number(text) === 0 ? `<${(10 ** -digits).toFixed(digits)}` : withoutMinusZero(text)
}

/** @param rate requests per second */
export function formatRate(rate: number): string {
  return `${rate.toFixed(0)}/s`
}

/**
 * A change with its sign: in percent, or as a difference in the unit (percentage points, pp, for shares); an en dash where
 * there is none. What is left of a figure is not rounded away: only all of it is -100.0 %.
 */
export function formatChange(change: number, kind: ChangeKind = 'ratio', unit: Unit = 'ms'): string {
  if (!Number.isFinite(change)) return '–'
  if (kind === 'ratio')
    return `${change > -1 ? signed(Math.max(100 * change, -99.9), 1) : signed(100 * change, 1)} %`
  if (unit === 'share') return `${signed(100 * change, 2)} pp`
  if (unit === 'bytes') return `${signed(change / BYTES_PER_MIB, 1)} MiB`
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

/** How large a change is, without its sign. As the size that none is larger than, it is 0 only where it is nothing. */
export function formatSize(size: number, kind: ChangeKind = 'ratio', unit: Unit = 'ms'): string {
  const text = kind === 'ratio' ? formatShare(size) : formatChange(size, kind, unit).replace('+', '')
  return size > 0 && !/[1-9]/.test(text) ? text.replace(/0(?=\D*$)/, '1') : text
}

/** A share in percent, with a decimal below 10 %. What is not all of it is not shown as 100 %. */
export function formatShare(share: number): string {
  const percent = 100 * share
  const isNearlyAll = percent >= 99.5 && percent < 100
  const shown = isNearlyAll ? Math.min(percent, 99.9) : percent
  return `${withoutMinusZero(shown.toFixed(percent < 9.95 || isNearlyAll ? 1 : 0))} %`
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

/** A number with its sign, and none for what is shown as 0. */
export function signed(value: number, digits: number): string {
  const text = withoutMinusZero(value.toFixed(digits))
  return Number(text) > 0 ? `+${text}` : text
}

function withoutMinusZero(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text
}
