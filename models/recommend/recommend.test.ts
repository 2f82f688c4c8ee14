import { describe, expect, it } from 'vitest'
import type { FitArtifact } from '../artifacts/fit.ts'
import type { Candidate, SimulateArtifact } from '../artifacts/simulate.ts'
import { goNetHttp } from '../clients/go-net-http.ts'
import { undici } from '../clients/undici.ts'
import { steadyMeasurement } from '../measurement/measurement.fixture.ts'
import { storeMeasurement } from '../measurement/measurement.ts'
import { toStored, UNLIMITED } from '../pool/settings.ts'
import { recommend } from './recommend.ts'

const fit = {
  knee: { sloCapacity: { rate: 1781, nextRate: 2108 }, kneedle: null, usl: null, plateau: null },
  kneeConcurrency: 30,
} as unknown as FitArtifact

const slo = { p99Ms: 250, failureRate: 0.001 }

describe('recommend', () => {
  it('gives each setting a reason with the number that it rests on', () => {
    const { reasons, settings, unchanged } = recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, maxConns: 23, p99Ms: 20 }),
      ]),
    })
    expect(unchanged).toBe(false)
    expect(settings).toMatchObject({ idleTimeoutMs: 64_000, maxIdlePerHost: 9, maxConnsPerHost: 23 })
    expect(reasons[0]).toBe(
      "idleTimeout 64 s: the server announces that it closes idle connections after 65 s, so up to 64 s the client closes first. Today's 90 s loses that race.",
    )
    expect(reasons[1]).toContain('maxIdlePerHost 9: the fewest idle connections with which P99 (20.0 ms)')
    expect(reasons[2]).toContain(
      'maxConnsPerHost 23: at its knee (1781/s) the target works on 30.0 requests at once',
    )
  })

  it('does not call a race lost that was only not watched to its end', () => {
    const { reasons } = recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit,
      simulated: simulated('still-open', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, p99Ms: 20 }),
      ]),
    })
    expect(reasons[0]).toContain("Today's 90 s goes beyond what was seen.")
  })

  it('says nothing of an idle cap to a client that has none', () => {
    const { reasons } = recommend({
      client: undici,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 4000, maxIdle: Infinity, p99Ms: 47 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: Infinity, p99Ms: 20 }),
      ]),
    })
    expect(reasons.filter((reason) => reason.startsWith('maxIdlePerHost'))).toEqual([])
  })

  it('says so when no setting meets the SLO', () => {
    const { reasons, meetsSlo } = recommend({
      client: goNetHttp,
      slo: { ...slo, p99Ms: 10 },
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, p99Ms: 20 }),
      ]),
    })
    expect(meetsSlo).toBe(false)
    expect(reasons.at(-1)).toContain('The SLO of 10.0 ms is not met by any pool setting')
  })

  it("keeps today's settings when they are as good", () => {
    const { unchanged, settings, reasons } = recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 60_000, maxIdle: 9, p99Ms: 20 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, p99Ms: 20 }),
      ]),
    })
    expect(unchanged).toBe(true)
    expect(settings.idleTimeoutMs).toBe(60_000)
    expect(reasons).toHaveLength(1)
    expect(reasons[0]).toContain("Today's settings are as good: P99 20.0 ms")
  })
})

function simulated(
  source: SimulateArtifact['safeIdleTimeout']['source'],
  candidates: Candidate[],
): SimulateArtifact {
  return {
    safeIdleTimeout: { limitMs: 64_000, serverIdleMs: 65_000, marginMs: 1000, source },
    surface: { requests: 0, idleTimeoutsMs: [], maxIdleLimit: 64, cells: [] },
    candidates,
    sampledMs: 1000,
  }
}

function candidate(
  role: Candidate['role'],
  settings: {
    readonly idleTimeoutMs: number
    readonly maxIdle: number
    readonly maxConns?: number
    readonly p99Ms: number
  },
): Candidate {
  const { idleTimeoutMs, maxIdle, maxConns = Infinity, p99Ms } = settings
  return {
    role,
    settings: toStored({
      ...UNLIMITED,
      idleTimeoutMs,
      maxIdlePerHost: maxIdle,
      maxConnsPerHost: maxConns,
    }),
    measurement: storeMeasurement(steadyMeasurement({ responseMs: p99Ms, idleSeconds: 10 })),
    strataP99Ms: [p99Ms],
  }
}
