import * as z from 'zod'

// The `error` of a field says what is expected there; `describeIssues` puts it into a sentence with what was
// found. For an object it lists the keys that are known.

export const DAY_MS = 86_400_000
const MOST_REQUESTS_PER_SECOND = 1_000_000

export function wholeNumber(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error })
}

export function numberFrom(min: number, max: number, unit = '') {
  const error = `a number from ${min} to ${max}${unit && ` ${unit}`}`
  return z.number({ error }).min(min, { error }).max(max, { error })
}

export function numberAbove0(max: number, unit = '') {
  const error = `a number above 0 and up to ${max}${unit && ` ${unit}`}`
  return z.number({ error }).positive({ error }).max(max, { error })
}

export function text(error: string, pattern: RegExp = /^[^]+$/) {
  return z.string({ error }).regex(pattern, { error })
}

export function flag() {
  return z.boolean({ error: 'true or false' })
}

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` })
}

export function object<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const keys = Object.keys(shape).join(', ')
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : what) })
}

export const rate = numberAbove0(MOST_REQUESTS_PER_SECOND, 'requests/s')
export const rateOr0 = numberFrom(0, MOST_REQUESTS_PER_SECOND, 'requests/s')

const durationError =
  "a duration above 0 and up to 31 days: a number of ms, or text such as '10s', '5m' or '2h'"
export const durationMs = z
  .number({ error: durationError })
  .positive({ error: durationError })
  .max(31 * DAY_MS, { error: durationError })
