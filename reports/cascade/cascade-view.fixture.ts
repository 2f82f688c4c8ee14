import type { CascadeInjection, CascadeView } from '../../models/root-cause/cascade-view.ts'
import { simulateFault, simulateQuiet } from '../../models/root-cause/chain.fixture.ts'
import { rankByErrorRate } from '../../models/root-cause/error-rate-baseline.ts'
import { rankCauses } from '../../models/root-cause/rank-causes.ts'

const figures = { requestsPerSecond: 80, p50Ms: 34.2, p99Ms: 81.7, failedShare: 0 }

const late = simulateFault(32, 'timeout-order', 'middle')
const leaking = simulateFault(31, 'leaked-connection', 'back')
const quiet = simulateQuiet(31)

/** A timeout that was found and changed, a leak, and a fault that nobody saw. */
export function cascadeView(): CascadeView {
  const found: CascadeInjection = {
    injected: { service: 'middle', kind: 'timeout-order', strength: 'gives calls to back up after 20 ms' },
    diagnosis: rankCauses(late.healthy, late.faulty),
    baseline: rankByErrorRate(late.faulty),
    healthy: figures,
    faulty: { ...figures, p99Ms: 40.4, failedShare: 0.62 },
    fixed: { ...figures, p99Ms: 83.1 },
    changes: [
      { metric: 'p99', change: 1.057, low: 0.91, high: 1.22 },
      { metric: 'failedShare', change: -0.62, low: -0.66, high: -0.58 },
    ],
  }
  const leak: CascadeInjection = {
    injected: { service: 'back', kind: 'leaked-connection', strength: '1 of 9 calls keeps its connection' },
    diagnosis: rankCauses(leaking.healthy, leaking.faulty),
    baseline: rankByErrorRate(leaking.faulty),
    healthy: figures,
    faulty: { ...figures, p50Ms: 803, p99Ms: 1204, failedShare: 0.71 },
    fixed: null,
    changes: [],
  }
  const missed: CascadeInjection = {
    ...leak,
    injected: { service: 'front', kind: 'slow-dependency', strength: 'service time × 1.01' },
    diagnosis: rankCauses(quiet.healthy, quiet.faulty),
    faulty: figures,
  }
  return {
    name: 'cascade',
    seed: 7,
    injections: [found, leak, missed],
    notes: ['Four services, 80 requests/s.'],
  }
}
