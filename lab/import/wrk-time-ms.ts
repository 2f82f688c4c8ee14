import { scaled } from './scaled.ts'

/** How many ms each unit of a time has, as wrk and wrk2 print them. */
const MS_PER_UNIT = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/**
 * A time as wrk and wrk2 print it: `470.95us`, `6.53ms`, `2.07s`, `1.50m`. They change to the next unit at 0.85 of it.
 *
 * @returns in ms; `null` where it is none, such as `-nanus` of no requests
 */
export function wrkTimeMs(text: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(us|ms|s|m|h)$/.exec(text) ?? []
  if (number === undefined || unit === undefined) return null
  return scaled(Number(number), MS_PER_UNIT[unit as keyof typeof MS_PER_UNIT])
}
