import { closedPlan } from '../bench/bench-result.fixture.ts'
import { goodCertificate } from '../machine/certificate.fixture.ts'
import type { VaryPoint, VaryResult } from './vary-result.ts'

/** Throughput known within 10/s, P99 growing with n, and as much of a core used by each thread. */
export function pointWith(n: number, throughput: number, cpuShare: number | null = 0.5): VaryPoint {
  return {
    n,
    throughput,
    interval: [throughput - 10, throughput + 10],
    blocks: 4,
    p99Ms: 2 * n,
    failureRatio: 0,
    cpuShare,
  }
}

export function varyResultWith(parts: Partial<VaryResult> = {}): VaryResult {
  return {
    plan: {
      vary: 'pods',
      bench: { ...closedPlan, client: 'go-net-http', durationMs: 500, warmupMs: 200 },
      counts: [1, 2, 3, 4],
      usersPerThread: 10,
      blocks: 4,
    },
    startedAt: '2026-11-22T20:00:00.000Z',
    durationMs: 14_321,
    environment: goodCertificate.environment,
    processors: { cores: 2, physicalCores: 2, quotaCores: null },
    targetIsLocal: true,
    points: [pointWith(1, 1000), pointWith(2, 1900), pointWith(3, 1950), pointWith(4, 1940)],
    unusable: null,
    interrupted: false,
    ...parts,
  }
}
