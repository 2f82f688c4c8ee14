import type { FaultKind } from '../../../models/root-cause/fault-kind.ts'

/** What one service of the chain does wrong while it is told to. */
export type ChainFault =
  /** Every so manieth call keeps its connection checked out. */
  | Fault<'leaked-connection', { readonly every: number }>
  /** Its own work takes so many times as long. */
  | Fault<'slow-dependency', { readonly factor: number }>
  /** Keeps its thread busy for so long, every so often. */
  | Fault<'cpu-block', { readonly blockMs: number; readonly everyMs: number }>
  /** Each request allocates so much, as small objects, which the last so many requests keep alive. */
  | Fault<'gc-pressure', { readonly kibibytes: number; readonly kept: number }>
  /** It works on no more than so many requests at once. */
  | Fault<'lost-capacity', { readonly slots: number }>
  /** It tries its calls again so many times, without a pause. */
  | Fault<'retry-storm', { readonly retries: number }>
  /** It gives its calls up after so long. */
  | Fault<'timeout-order', { readonly timeoutMs: number }>

interface FaultOf<Kind> {
  readonly kind: Kind
}

type Fault<Kind extends FaultKind, Strength> = FaultOf<Kind> & Strength

/**
 * What sets retries of a caller off: the service answers a share of its requests with an error, for a while of every
 * period. It is no fault of its own: without the retries it would pass.
 */
export interface BriefFailures {
  /** In (0, 1]. */
  readonly share: number
  readonly forMs: number
  readonly everyMs: number
}

const strengthNames: { readonly [Kind in FaultKind]: readonly string[] } = {
  'leaked-connection': ['every'],
  'slow-dependency': ['factor'],
  'cpu-block': ['blockMs', 'everyMs'],
  'gc-pressure': ['kibibytes', 'kept'],
  'lost-capacity': ['slots'],
  'retry-storm': ['retries'],
  'timeout-order': ['timeoutMs'],
}

/**
 * Reads a fault as it comes from outside.
 *
 * @throws RangeError that says what is wrong
 */
export function readFault(given: Readonly<Record<string, unknown>>): ChainFault {
  const { kind } = given
  if (typeof kind !== 'string' || !Object.hasOwn(strengthNames, kind)) {
    throw new RangeError(`kind has to be one of ${Object.keys(strengthNames).join(', ')}`)
  }
  for (const name of strengthNames[kind as FaultKind]) requireAbove0(given, name)
  return given as unknown as ChainFault
}

/** @throws RangeError that says what is wrong */
export function readBriefFailures(given: Readonly<Record<string, unknown>>): BriefFailures {
  for (const name of ['share', 'forMs', 'everyMs']) requireAbove0(given, name)
  return given as unknown as BriefFailures
}

function requireAbove0(given: Readonly<Record<string, unknown>>, name: string): void {
  const value = given[name]
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return
  throw new RangeError(`${name} has to be a number above 0`)
}
