/** What a `traceparent` header says: which trace a request belongs to, and which span sent it. */
export interface Traceparent {
  /** 32 lower-case hexadecimal digits, not all 0. */
  readonly traceId: string
  /** 16 lower-case hexadecimal digits, not all 0: the span that the request comes from. */
  readonly parentId: string
  readonly sampled: boolean
  /** Whether the right-most 7 bytes of the trace id are random (Trace Context Level 2). */
  readonly random: boolean
}

const SAMPLED = 0x01
const RANDOM = 0x02
const shape = /^[ \t]*([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-[^]*|[ \t]*)$/
const zeros = /^0+$/

/**
 * Reads a `traceparent` header by W3C Trace Context, section 3.2: version 00 exactly; of a later version the part
 * that is known, if a `-` or nothing comes after it; version ff never. Space and tab around it are not part of it.
 *
 * @returns `null` when it is invalid: the trace is to be started anew, and `tracestate` to be left out
 */
export function parseTraceparent(header: string): Traceparent | null {
  const match = shape.exec(header)
  if (match === null) return null
  const [, version = '', traceId = '', parentId = '', flagDigits = '', rest = ''] = match
  if (version === 'ff' || (version === '00' && rest.startsWith('-'))) return null
  if (zeros.test(traceId) || zeros.test(parentId)) return null
  const flags = Number.parseInt(flagDigits, 16)
  return { traceId, parentId, sampled: (flags & SAMPLED) !== 0, random: (flags & RANDOM) !== 0 }
}

/** The header in version 00; flags that have no meaning are 0. */
export function formatTraceparent({ traceId, parentId, sampled, random }: Traceparent): string {
  return `00-${traceId}-${parentId}-0${(sampled ? SAMPLED : 0) + (random ? RANDOM : 0)}`
}
