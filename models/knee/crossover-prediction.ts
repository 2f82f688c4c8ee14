import type { PoolPolicy } from '../pool/policy.ts'
import type { PoolSettings } from '../pool/settings.ts'
import { RandomStream } from '../random/random-stream.ts'
import { standardExponential } from '../random/standard-exponential.ts'
import { Simulation } from '../simulate/simulation.ts'
import type { SystemModel } from '../simulate/system-model.ts'
import { nextCrossoverRate } from './crossover-rates.ts'
import { dialRate } from './dial-floor-rate.ts'
import { type Departure, type DialPoint, findDeparture } from './dial-floor.ts'

export interface CrossoverPrediction {
  readonly departure: Departure
  /** What was simulated, in ascending order of rates. */
  readonly curve: readonly DialPoint[]
}

export interface PredictCrossoverOptions {
  /** What is behind the pool, at every rate or at each. */
  readonly system: SystemModel | ((rate: number) => SystemModel)
  readonly settings: PoolSettings
  readonly policy: PoolPolicy
  /** Where to look, in requests per second; 0 < lowest ≤ highest. */
  readonly lowestRate: number
  readonly highestRate: number
  /** Any 32-bit number; the same seed gives the same prediction. */
  readonly seed: number
}

export interface SimulateDialsOptions extends Pick<PredictCrossoverOptions, 'settings' | 'policy' | 'seed'> {
  readonly system: SystemModel
}

const BLOCKS = 10
const BLOCK_REQUESTS = 2000
const WARMUP_REQUESTS = 2000
const LONGEST_WARMUP_REQUESTS = 20_000
/** Idle times that a pool is run for before it is measured: what was open at first has expired then. */
const WARMUP_TIMEOUTS = 1.5
const NARROW_RATIO = 1.05
/** Busy connections, on average, at the rate tried first. */
const FIRST_BUSY = 0.1

/**
 * The rate at which a pool of this policy and these settings begins to dial, found by simulating it in front of the
 * system at rates that are chosen one after the other (`nextCrossoverRate`), with requests at random (Poisson).
 *
 * @throws RangeError when the range is empty, or a setting is out of range
 */
export function predictCrossover(options: PredictCrossoverOptions): CrossoverPrediction {
  const { system, lowestRate, highestRate } = options
  const systemAt = typeof system === 'function' ? system : () => system
  if (!(lowestRate > 0 && highestRate >= lowestRate && highestRate < Infinity)) {
    throw new RangeError(`rates must be 0 < lowest <= highest, got ${lowestRate} and ${highestRate}`)
  }
  const { rttMs, serviceMs } = systemAt(lowestRate)
  const first = Math.min(highestRate, Math.max(lowestRate, (1000 * FIRST_BUSY) / (rttMs + serviceMs.mean)))
  const curve: DialPoint[] = []
  const range = { lowestRate, highestRate, narrowRatio: NARROW_RATIO }
  for (let rate: number | null = first; rate !== null; rate = nextCrossoverRate(curve, range)) {
    curve.push(simulateDials({ ...options, system: systemAt(rate) }, rate))
    curve.sort((a, b) => a.rate - b.rate)
  }
  return { departure: findDeparture(curve), curve }
}

/**
 * Dials per second at one rate: 20,000 requests in ten blocks, after a warm-up. Every rate is simulated with the same
 * gaps, scaled, and the same service times, so that rates are compared on equal work.
 *
 * @param rate requests per second, > 0
 */
export function simulateDials(
  { system, settings, policy, seed }: SimulateDialsOptions,
  rate: number,
): DialPoint {
  const simulation = new Simulation({ system, settings, policy, pods: 1, seed })
  const gaps = new RandomStream(seed, 'crossover')
  let nowMs = 0
  const run = (requests: number): number => {
    const fromMs = nowMs
    const dueMs = new Float64Array(requests)
    for (let i = 0; i < requests; i++) {
      nowMs += (1000 / rate) * standardExponential(gaps)
      dueMs[i] = nowMs
    }
    simulation.run(dueMs, nowMs)
    return nowMs - fromMs
  }
  run(warmupRequests(settings.idleTimeoutMs, rate))
  const blocks = Array.from({ length: BLOCKS }, () => {
    simulation.startMeasuring()
    const lengthMs = run(BLOCK_REQUESTS)
    return { dials: simulation.measurement().connections.dialed, lengthMs }
  })
  return { rate, ...dialRate(blocks) }
}

function warmupRequests(idleTimeoutMs: number, rate: number): number {
  if (idleTimeoutMs === Infinity) return LONGEST_WARMUP_REQUESTS
  const expiring = Math.ceil((WARMUP_TIMEOUTS * idleTimeoutMs * rate) / 1000)
  return Math.min(LONGEST_WARMUP_REQUESTS, Math.max(WARMUP_REQUESTS, expiring))
}
