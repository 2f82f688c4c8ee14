import type { MeasureUnit } from '../../models/experiment/measure.ts'
import {
  type ChangeKind,
  formatChange,
  formatInterval,
  formatSize,
  formatValue,
  signed,
  type Unit,
} from '../terminal/format-value.ts'

/** Units that are shown as elsewhere. */
const usual: Readonly<Partial<Record<MeasureUnit, Unit>>> = {
  ms: 'ms',
  msPerThousand: 'ms',
  share: 'share',
  bytes: 'bytes',
}

const suffixes: Readonly<Partial<Record<MeasureUnit, string>>> = { us: ' µs', bytesEach: ' B', each: '' }

/** A figure with its unit; an en dash where there is none. */
export function formatMeasure(value: number, unit: MeasureUnit): string {
  const known = usual[unit]
  if (known !== undefined) return formatValue(value, known)
  if (!Number.isFinite(value)) return '–'
  const text = value.toFixed(digitsFor(value, unit))
  return `${value > 0 && Number(text) === 0 ? `<${text.replace(/0$/, '1')}` : text}${suffixes[unit] ?? ''}`
}

/** A change with its sign, in percent or in the unit. */
export function formatMeasureChange(change: number | null, kind: ChangeKind, unit: MeasureUnit): string {
  if (change === null) return '–'
  const known = usual[unit]
  if (kind === 'ratio' || known !== undefined) return formatChange(change, kind, known ?? 'ms')
  return `${signed(change, digitsFor(change, unit))}${suffixes[unit] ?? ''}`
}

/** Both ends of an interval for such a change; an en dash where there is none. */
export function formatMeasureInterval(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  kind: ChangeKind,
  unit: MeasureUnit,
): string {
  const known = usual[unit]
  if (kind === 'ratio' || known !== undefined) return formatInterval(low, high, kind, known ?? 'ms')
  if (low === null || high === null) return '–'
  const digits = digitsFor(Math.max(Math.abs(low), Math.abs(high)), unit)
  return `${signed(low, digits)} … ${signed(high, digits)}${suffixes[unit] ?? ''}`
}

/** How large a change is at most, without its sign. */
export function formatMeasureSize(size: number, kind: ChangeKind, unit: MeasureUnit): string {
  const known = usual[unit]
  if (kind === 'ratio' || known !== undefined) return formatSize(size, kind, known ?? 'ms')
  return formatMeasure(size, unit)
}

/** Whole bytes; µs to a tenth, below 10 to a hundredth; what is counted to three places below 1. */
function digitsFor(value: number, unit: MeasureUnit): number {
  const size = Math.abs(value)
  if (unit === 'bytesEach') return 0
  if (unit === 'us') return size < 9.995 ? 2 : 1
  return size < 0.9995 ? 3 : size < 99.95 ? 2 : 0
}
