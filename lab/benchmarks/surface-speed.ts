import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import type { ArrivalSpec } from '../../models/arrivals/spec.ts'
import { exp, ln } from '../../models/random/portable-math.ts'
import { week } from '../../models/scenario/arrival-builders.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import { ResponseSurface } from '../../models/simulate/response-surface.ts'
import { reuseSurfacePass, type SurfacePassOptions, surfacePass } from '../../models/simulate/surface-pass.ts'
import { storeSystem, type SystemModel } from '../../models/simulate/system-model.ts'
import { WorkerPool } from '../worker-pool.ts'

/**
 * How many requests a second one pass over the whole grid takes, 64 idle timeouts × 64 idle caps, arrivals and
 * service times drawn on the way: on one core, and a week of 120 requests/s through worker threads. Run with
 * `node --import tsx lab/benchmarks/surface-speed.ts`. Whatever else runs on the same cores slows it down: the best
 * of several repetitions says what the code can do, and the processor time beside it is less sensitive.
 */
const REPETITIONS = 10
const HOUR_MS = 3_600_000
const CORES = 2
const PARTS = 14
const SEED = 1
const MAX_IDLE_LIMIT = 64

/** Evenly by ratio, from 100 ms to ten minutes. */
const idleTimeoutsMs = Array.from({ length: 64 }, (_, i) => 100 * exp((i / 63) * ln(6000)))

const weekSpec = week({ meanRate: 120, shape: 'worldcup98-calm', flashCrowds: 2 })
const stretches: ReadonlyArray<readonly [string, Arrivals, number]> = [
  ['Poisson, 1000/s', createArrivals({ kind: 'poisson', rate: 1000, durationMs: HOUR_MS }, SEED), 0],
  ['hours of the week, 120/s on average', createArrivals(weekSpec, SEED), 32 * HOUR_MS],
]
/** As a fitted model holds it. */
const byQuantiles: DistributionSpec = {
  kind: 'empirical',
  quantiles: Array.from({ length: 2048 }, (_, i) => -20 * ln(1 - (i + 0.5) / 2048)),
}
const services: ReadonlyArray<readonly [string, DistributionSpec]> = [
  ['exponential, by 2048 quantiles', byQuantiles],
  ['exponential', { kind: 'exponential', mean: 20 }],
  ['lognormal', { kind: 'lognormal', mean: 20, p99: 80 }],
]

for (const [traffic, arrivals, fromMs] of stretches) {
  for (const [service, spec] of services) {
    const toMs = fromMs + Math.min(8 * HOUR_MS, arrivals.durationMs - fromMs)
    const options = optionsFor(arrivals, spec, fromMs, toMs)
    report(`dials and idle time; ${traffic}; ${service}`, () => reuseSurfacePass(options).requests)
    report(`and response times; ${traffic}; ${service}`, () => surfacePass(options).reuse.requests)
  }
}
await reportWeek(weekSpec)

function optionsFor(
  arrivals: Arrivals,
  service: DistributionSpec,
  fromMs: number,
  toMs: number,
): SurfacePassOptions {
  const system = systemWith(service)
  return {
    arrivals,
    system,
    pods: 1,
    idleTimeoutsMs,
    maxIdleLimit: MAX_IDLE_LIMIT,
    seed: SEED,
    fromMs,
    toMs,
    leadFromMs: fromMs,
  }
}

function systemWith(service: DistributionSpec): SystemModel {
  return {
    rttMs: 8,
    dialMs: createDistribution({ kind: 'deterministic', value: 25 }),
    dialExclusiveMs: 0,
    serviceMs: createDistribution(service),
    slots: Infinity,
    serverIdleTimeoutMs: Infinity,
    hintMs: null,
  }
}

function report(what: string, pass: () => number): void {
  const wall: number[] = []
  const processor: number[] = []
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const usedBefore = process.cpuUsage()
    const startedMs = performance.now()
    const requests = pass()
    wall.push(requests / (performance.now() - startedMs) / 1000)
    processor.push(requests / process.cpuUsage(usedBefore).user)
  }
  const spread = `${Math.min(...wall).toFixed(1)}–${Math.max(...wall).toFixed(1)}`
  console.log(
    `${what}: best ${Math.max(...wall).toFixed(1)} million requests/s (${spread} in ${REPETITIONS} repetitions; ` +
      `best by processor time ${Math.max(...processor).toFixed(1)})`,
  )
}

/** The week of two pods as the simulation stage passes over it, response times and all. */
async function reportWeek(spec: ArrivalSpec): Promise<void> {
  const { durationMs } = createArrivals(spec, SEED)
  const workers = new WorkerPool(1, CORES)
  const surface = new ResponseSurface(idleTimeoutsMs, MAX_IDLE_LIMIT)
  const startedMs = performance.now()
  await Promise.all(
    Array.from({ length: PARTS }, async (_, part) => {
      const counts = await workers.surface(
        {
          kind: 'surface',
          arrivals: spec,
          seed: SEED,
          pods: 2,
          system: storeSystem(systemWith(byQuantiles)),
          idleTimeoutsMs,
          maxIdleLimit: MAX_IDLE_LIMIT,
          fromMs: Math.round((part * durationMs) / PARTS),
          toMs: Math.round(((part + 1) * durationMs) / PARTS),
        },
        new AbortController().signal,
      )
      surface.add(counts)
    }),
  )
  const cells = surface.cells(25)
  const seconds = (performance.now() - startedMs) / 1000
  await workers.destroy()
  const requests = `${((cells[0]?.requests ?? 0) / 1e6).toFixed(1)} million requests`
  console.log(`a week, ${requests}, ${cells.length} settings, ${CORES} threads: ${seconds.toFixed(1)} s`)
}
