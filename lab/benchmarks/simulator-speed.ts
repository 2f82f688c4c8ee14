import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { PLAIN_POLICY } from '../../models/pool/policy.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import { Simulation } from '../../models/simulate/simulation.ts'

/**
 * How many requests a second the full simulator takes on one core: one pod, LIFO, no failures; Poisson arrivals and
 * service times are drawn on the way. Run with `node --import tsx lab/benchmarks/simulator-speed.ts`.
 */
const REQUESTS = 3_000_000
const RATE = 1000
const REPETITIONS = 5
const CHUNK_MS = 10_000

const services: DistributionSpec[] = [
  { kind: 'exponential', mean: 20 },
  { kind: 'lognormal', mean: 20, p99: 80 },
]

for (const spec of services) {
  const rates: number[] = []
  for (let repetition = 0; repetition < REPETITIONS; repetition++)
    rates.push(requestsPerSecond(spec, repetition))
  const best = Math.max(...rates)
  const listed = rates.map((rate) => (rate / 1e6).toFixed(2)).join(' ')
  console.log(`${spec.kind} service: best ${(best / 1e6).toFixed(2)} million requests/s (${listed})`)
}

function requestsPerSecond(service: DistributionSpec, seed: number): number {
  const durationMs = (1000 * REQUESTS) / RATE
  const arrivals = createArrivals({ kind: 'poisson', rate: RATE, durationMs }, seed)
  const simulation = new Simulation({
    system: {
      rttMs: 1,
      dialMs: createDistribution({ kind: 'deterministic', value: 3 }),
      dialExclusiveMs: 0,
      serviceMs: createDistribution(service),
      slots: Infinity,
      serverIdleTimeoutMs: Infinity,
      hintMs: null,
    },
    settings: { ...UNLIMITED, idleTimeoutMs: 1000, maxIdlePerHost: 20 },
    policy: PLAIN_POLICY,
    pods: 1,
    seed,
  })
  const startedMs = performance.now()
  simulation.startMeasuring()
  for (let fromMs = 0; fromMs < durationMs; fromMs += CHUNK_MS) {
    const toMs = Math.min(fromMs + CHUNK_MS, durationMs)
    simulation.run(arrivals.between(fromMs, toMs), toMs)
  }
  const { requests } = simulation.measurement()
  return (1000 * requests.due) / (performance.now() - startedMs)
}
