import type { Estimate } from '../../models/leak/leak-verdict.ts'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const tenths = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** With thousands marked: `1,204`. */
export function formatCount(count: number): string {
  return withoutMinusZero(whole.format(count))
}

/** Bytes a request: whole from 100 on, else with a decimal. What is not 0 is not shown as 0. */
export function formatBytes(bytes: number): string {
  if (Math.abs(bytes) >= 99.95) return formatCount(bytes)
  const text = withoutMinusZero(tenths.format(bytes))
  return bytes > 0 && text === '0.0' ? '<0.1' : text
}

/** In the binary unit that leaves less than 1,024 of it: `512 MiB`, `68.1 MiB`. */
export function formatMemory(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 1023.95 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  const isWhole = unit === 0 || Number.isInteger(value)
  return `${isWhole ? formatCount(value) : withoutMinusZero(tenths.format(value))} ${units[unit] ?? ''}`
}

/** `95 %: 1,150 to 1,260`, in the words of `format`. */
export function formatEnds({ low, high }: Estimate, format: (value: number) => string = formatBytes): string {
  return `95 %: ${format(low)} to ${format(high)}`
}

const MINUTES_A_DAY = 1440
const DAYS_A_YEAR = 365.25

/** How long until something: `3.2 days`, `18 hours`, `40 minutes`; beyond ten years only that. */
export function formatDays(days: number): string {
  if (days > 10 * DAYS_A_YEAR) return 'more than 10 years'
  if (days >= 99.95) return `${formatCount(days)} days`
  if (days >= 2) return `${tenths.format(days)} days`
  const hours = 24 * days
  if (hours >= 2) return `${formatCount(hours)} hours`
  return unit(Math.max(MINUTES_A_DAY * days, 0), 'minute')
}

function unit(value: number, name: string): string {
  const text = formatCount(value)
  return `${text} ${name}${text === '1' ? '' : 's'}`
}

function withoutMinusZero(text: string): string {
  return /^-0(\.0)?$/.test(text) ? text.slice(1) : text
}
