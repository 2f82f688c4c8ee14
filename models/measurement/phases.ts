import { LatencyHistogram } from './latency-histogram.ts'

/** Where the time of connections and requests went. What the simulator models too, pool wait and dial, is not in it. */
export interface Phases<Histogram = LatencyHistogram> {
  /** To look a name up, of each connection opened for which that was done. */
  readonly dns: Histogram
  /** To open a TCP connection, of each connection opened. */
  readonly connect: Histogram
  /** The TLS handshake, of each connection opened with one. */
  readonly tls: Histogram
  /** First byte of the response − sent, of completed requests. */
  readonly firstByte: Histogram
  /** End of the response − its first byte, of completed requests. */
  readonly body: Histogram
}

export const phaseNames = ['dns', 'connect', 'tls', 'firstByte', 'body'] as const

export type PhaseName = (typeof phaseNames)[number]

export function eachPhase<Histogram>(make: (name: PhaseName) => Histogram): Phases<Histogram> {
  return Object.fromEntries(phaseNames.map((name) => [name, make(name)])) as Record<PhaseName, Histogram>
}

/** With a histogram of its own for each phase, to record in. */
export function emptyPhases(): Phases {
  return eachPhase(() => new LatencyHistogram())
}

export function mergePhases(parts: readonly Phases[]): Phases {
  return eachPhase((name) => LatencyHistogram.merge(parts.map((part) => part[name])))
}
