import { ReuseSurface } from '../pool/reuse-surface.ts'
import { PodRequests } from './pod-requests.ts'

/** A stretch of one pod's traffic and one pair of settings. Requests are in the order in which they are due. */
export interface HandshakeTraffic {
  readonly dueMs: Float64Array
  /** How long each request holds a connection that is open already; ≥ 0. */
  readonly heldMs: Float64Array
  /** How much longer a request holds the connection that it has to dial; ≥ 0. */
  readonly handshakeMs: number
  readonly idleTimeoutMs: number
  /** Idle cap, ≥ 1. */
  readonly maxIdle: number
}

export interface HandshakeFeedback {
  /** New connections after each pass. The first takes no notice of handshakes. */
  readonly dialsByPass: readonly number[]
  /** 1 for each request that dials, as of the last pass. */
  readonly dialing: Uint8Array
  /**
   * `exact`: the last pass had the same requests dial as the one before. `stable`: it changed their number by no more
   * than the tolerance. `unfinished`: neither.
   */
  readonly outcome: 'exact' | 'stable' | 'unfinished'
}

/**
 * What handshakes do to the number of connections dialed: a request that dials holds its connection for longer, so
 * more are busy at once, and more have to dial. The reuse surface takes n(t) as given; this corrects it for one pair
 * of settings of a pool that is LIFO and evicts the oldest. A pass tells which requests dial, the next one lets those
 * hold on for longer, until their number is stable.
 *
 * With a tolerance this is an approximation. Whether a request dials depends on earlier ones alone, so each pass gets
 * at least one request more right than the one before; when the same requests dial twice, the last pass is the exact
 * simulation. The number is near it much sooner. Measured over 40 000 Poisson arrivals, 200/s, held for 20 ms on
 * average (exponential), in the cells K = 20 ms, M = 4 and K = 50 ms, M = 8, three seeds each; h is the handshake in
 * holding times, errors are of the number of dials, at most:
 *
 * | h    | first pass | stable to 0.1 % | passes | exact after |
 * | ---- | ---------- | --------------- | ------ | ----------- |
 * | 0.05 | −1.5 %     | ±0.1 %          | 3      | 5 passes    |
 * | 0.2  | −4.3 %     | ±0.4 %          | 3–5    | 9 passes    |
 * | 1    | −12.3 %    | ±0.8 %          | 4–12   | 26 passes   |
 * | 3    | −18 %      | ±0.8 %          | 5–10   | 42 passes   |
 *
 * @param tolerance share of the dials that a pass may change for the number to be stable; 0 goes on until it is exact
 * @throws RangeError when the two lists differ in length
 */
export function handshakeFeedback(
  traffic: HandshakeTraffic,
  { tolerance = 0.001, maxPasses = 12 }: { readonly tolerance?: number; readonly maxPasses?: number } = {},
): HandshakeFeedback {
  if (traffic.heldMs.length !== traffic.dueMs.length)
    throw new RangeError('dueMs and heldMs must be of one length')
  let dialing = dialsGiven(traffic, new Uint8Array(traffic.dueMs.length))
  const dialsByPass = [sumOf(dialing)]
  while (dialsByPass.length < maxPasses) {
    const before = dialing
    dialing = dialsGiven(traffic, before)
    const dials = sumOf(dialing)
    const changed = Math.abs(dials - (dialsByPass.at(-1) as number))
    dialsByPass.push(dials)
    if (dialing.every((flag, i) => flag === before[i])) return { dialsByPass, dialing, outcome: 'exact' }
    if (tolerance > 0 && changed <= tolerance * dials) return { dialsByPass, dialing, outcome: 'stable' }
  }
  return { dialsByPass, dialing, outcome: 'unfinished' }
}

/** Which requests dial when those marked hold their connections for longer. */
function dialsGiven(traffic: HandshakeTraffic, longer: Uint8Array): Uint8Array {
  const { dueMs, heldMs, handshakeMs, idleTimeoutMs, maxIdle } = traffic
  const requests = new PodRequests(new ReuseSurface([idleTimeoutMs], maxIdle))
  const endsMs = dueMs.map((atMs, i) => atMs + (heldMs[i] as number) + (longer[i] === 1 ? handshakeMs : 0))
  const cells = requests.pass(dueMs, endsMs, dueMs[0] ?? 0, (dueMs.at(-1) ?? 0) + 1)
  // Row 0 holds the gaps that the timeout spans, and in it the columns up to maxIdle those that are not too deep.
  return Uint8Array.from(cells, (cell) => (cell <= maxIdle ? 0 : 1))
}

function sumOf(flags: Uint8Array): number {
  let sum = 0
  for (const flag of flags) sum += flag
  return sum
}
