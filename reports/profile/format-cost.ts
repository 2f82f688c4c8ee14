import type { StackProfile } from '../../models/profile/stack-profile.ts'
import { formatShare, formatValue } from '../terminal/format-value.ts'

/** What was sampled, in its unit: µs as ms, bytes as MiB. */
export function formatCost(value: number, unit: StackProfile['unit']): string {
  if (unit === 'microseconds') return formatValue(value / 1000, 'ms')
  return unit === 'bytes' ? formatValue(value, 'bytes') : plainCount(value)
}

export function costShare(value: number, all: number): string {
  return all > 0 ? formatShare(value / all) : '–'
}

export function plainCount(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')
}
