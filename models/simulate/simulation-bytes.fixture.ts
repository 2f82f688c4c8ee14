import { createArrivals } from '../arrivals/create-arrivals.ts'
import { goNetHttp } from '../clients/go-net-http.ts'
import type { Measurement } from '../measurement/measurement.ts'
import { fnv1aOfText } from '../random/fnv1a.ts'
import { createDistribution } from './create-distribution.ts'
import { Simulation } from './simulation.ts'

/** A hash of everything that a simulation says which uses every part that draws numbers or computes logarithms. */
export function bytesOfSimulation(): number {
  const arrivals = createArrivals({ kind: 'poisson', rate: 80, durationMs: 120_000 }, 42)
  const simulation = new Simulation({
    system: {
      rttMs: 8,
      dialMs: createDistribution({ kind: 'exponential', mean: 3 }),
      handshake: {
        tcpRoundTrips: 1,
        tls: '1.3',
        resumes: true,
        ticketLifetimeMs: 10_000,
        fullMs: { kind: 'lognormal', mean: 2, p99: 8 },
        resumedMs: { kind: 'hyperexponential', mean: 0.5, cs2: 4 },
      },
      dialExclusiveMs: 0.4,
      serviceMs: createDistribution({ kind: 'lognormal', mean: 20, p99: 90 }),
      slots: 6,
      serverIdleTimeoutMs: 900,
      hintMs: 900,
      failures: { requestShare: 0.01, dialShare: 0.02 },
    },
    settings: { ...goNetHttp.defaults, idleTimeoutMs: 1000 },
    policy: goNetHttp.policy,
    pods: 2,
    hosts: 2,
    autoscale: { minPods: 1, maxPods: 4, targetRatePerPod: 30, everyMs: 15_000, stabilizationMs: 30_000 },
    seed: 7,
    idempotentShare: 0.8,
  })
  simulation.startMeasuring()
  simulation.run(arrivals.between(0, 120_000), 120_000)
  const measurement = simulation.measurement()
  const { response, service, poolWait, dial, lateness } = measurement
  const histograms = [response, service, poolWait, dial, lateness].map((histogram) => {
    const { values, counts: times } = histogram.sparse()
    return [histogram.count === 0 ? 0 : histogram.meanMs, [...values], [...times]]
  })
  return fnv1aOfText(JSON.stringify([countsOf(measurement), histograms]))
}

/** What the simulator counts, without what only load threads know. */
function countsOf({
  measuredMs,
  requests,
  connections,
  statuses,
  errors,
  whole,
  series,
}: Measurement): object {
  if (series === null) throw new Error('a simulation always has a series')
  const { fromMs, everyMs, due, completed, failed, meanResponseMs, dialed, peakOpen } = series
  const columns = { fromMs, everyMs, due, completed, failed, meanResponseMs, dialed, peakOpen }
  return { measuredMs, requests, connections, statuses, errors, whole, series: columns }
}
