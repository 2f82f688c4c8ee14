import { A_YEAR_MS } from './a-year.ts'
import { LARGEST_INT } from './largest-int.ts'
import { roundDown } from './round-down.ts'

const millisecondMethods = { Duration: 'ofMillis', TimeValue: 'ofMilliseconds', Timeout: 'ofMilliseconds' }

/**
 * A time as Java creates it: whole seconds, or else milliseconds, rounded down.
 *
 * @param ms ≥ 0; more than a year becomes a year
 * @param type `Duration` of `java.time`, `TimeValue` or `Timeout` of Apache HttpCore 5
 */
export function javaDuration(ms: number, type: 'Duration' | 'TimeValue' | 'Timeout'): string {
  const { amount, whole } = javaAmount(ms)
  return `${type}.${whole ? 'ofSeconds' : millisecondMethods[type]}(${amount})`
}

/** A time as the two arguments that Java's older interfaces take: `55, TimeUnit.SECONDS`. Else as `javaDuration`. */
export function javaTimeUnits(ms: number): string {
  const { amount, whole } = javaAmount(ms)
  return `${amount}, TimeUnit.${whole ? 'SECONDS' : 'MILLISECONDS'}`
}

function javaAmount(ms: number): { readonly amount: string; readonly whole: boolean } {
  const wholeMs = roundDown(ms, A_YEAR_MS)
  const whole = wholeMs % 1000 === 0
  const count = whole ? wholeMs / 1000 : wholeMs
  return { amount: count > LARGEST_INT ? `${count}L` : String(count), whole }
}
