import type { WithoutReuse } from '../artifacts/sweep.ts'
import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import type { PoolPolicy } from '../pool/policy.ts'
import { UNLIMITED } from '../pool/settings.ts'
import { exp, ln } from '../random/portable-math.ts'
import { Simulation } from './simulation.ts'
import type { SystemModel } from './system-model.ts'

export interface DialExclusiveFit {
  /** The part of a dial that other dials and requests wait for. */
  readonly dialExclusiveMs: number
  /** P99 of the response time in the stretch without reuse, as it was measured and as the model has it with that. */
  readonly measuredP99Ms: number
  readonly modelP99Ms: number
}

/**
 * How much of a dial others wait for, by what it did to them: the value with which the simulator's response times of
 * the stretch without reuse are closest to the measured ones, by the mean square of the ln of their quantiles' ratios.
 * It is sought between half and three and a half times what a burst on a quiet target showed, which is the slower end
 * of a handshake alone, on a machine that does nothing else.
 *
 * @param system with everything but `dialExclusiveMs` fitted
 * @param inBurstMs how much longer a dial took in a burst, for each other one in it; ≥ 0
 * @param policy of the client through whose pool the stretch went
 */
export function fitDialExclusive(options: {
  readonly system: SystemModel
  readonly inBurstMs: number
  readonly withoutReuse: WithoutReuse
  readonly policy: PoolPolicy
  readonly pods: number
  readonly seed: number
}): DialExclusiveFit {
  const measured = LatencyHistogram.fromStored(options.withoutReuse.measurement.response)
  const measuredMs = COMPARED_QUANTILES.map((q) => measured.quantileMs(q))
  const middleMs = Math.max(options.inBurstMs, LEAST_SHARE * options.system.dialMs.mean)
  const attempt = (dialExclusiveMs: number): Trial => {
    const response = replay(options, dialExclusiveMs)
    const error = COMPARED_QUANTILES.reduce((sum, q, i) => {
      const ratio = Math.max(LEAST_MS, response.quantileMs(q)) / Math.max(LEAST_MS, measuredMs[i] as number)
      return sum + ln(ratio) ** 2
    }, 0)
    return { dialExclusiveMs, error, modelP99Ms: response.quantileMs(0.99) }
  }
  const coarse = bestOf([0, ...spread(LOWEST * middleMs, HIGHEST * middleMs, COARSE)].map(attempt))
  const fromMs = coarse.dialExclusiveMs / COARSE_STEP
  const toMs = coarse.dialExclusiveMs * COARSE_STEP
  const best = fromMs === 0 ? coarse : bestOf([coarse, ...spread(fromMs, toMs, FINE).map(attempt)])
  const { dialExclusiveMs, modelP99Ms } = best
  return { dialExclusiveMs, modelP99Ms, measuredP99Ms: measured.quantileMs(0.99) }
}

interface Trial {
  readonly dialExclusiveMs: number
  readonly error: number
  readonly modelP99Ms: number
}

const LOWEST = 0.5
const HIGHEST = 3.5
const COARSE = 12
const COARSE_STEP = exp(ln(HIGHEST / LOWEST) / (COARSE - 1))
/** Between the neighbours of the best of the first values. */
const FINE = 10
/** Of a dial: what is looked at where a burst took no longer than single dials. */
const LEAST_SHARE = 0.02
/** As short as a histogram can tell from nothing. */
const LEAST_MS = 0.001
/** What a batch lengthens; the shortest responses are those that got a connection which another had opened. */
const COMPARED_QUANTILES = [0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98]
/** Replays that are put together, so that what the model draws is steadier than what was measured. */
const REPLAYS = 4
const DRAIN_MS = 2000

/** Values each of which exceeds the one before by the same share. */
function spread(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from * exp((i / (count - 1)) * ln(to / from)))
}

function bestOf(trials: readonly Trial[]): Trial {
  return trials.reduce((best, trial) => (trial.error < best.error ? trial : best))
}

/** Response times of the same arrivals in the model. */
function replay(
  { system, withoutReuse, policy, pods, seed }: Parameters<typeof fitDialExclusive>[0],
  dialExclusiveMs: number,
): LatencyHistogram {
  const { dueMs, durationMs, warmupMs } = withoutReuse
  const warmup = Float64Array.from(dueMs.filter((ms) => ms < warmupMs))
  const rest = Float64Array.from(dueMs.slice(warmup.length))
  const settings = { ...UNLIMITED, maxIdlePerHost: 0 }
  return LatencyHistogram.merge(
    Array.from({ length: REPLAYS }, (_, i) => {
      const simulation = new Simulation({
        system: { ...system, dialExclusiveMs },
        settings,
        policy,
        pods,
        seed: seed + i,
      })
      simulation.run(warmup, warmupMs)
      simulation.startMeasuring()
      simulation.run(rest, durationMs + DRAIN_MS)
      return simulation.measurement().response
    }),
  )
}
