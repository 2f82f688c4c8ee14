import type { FitArtifact } from '../artifacts/fit.ts'
import type { Candidate, SimulateArtifact, Trial } from '../artifacts/simulate.ts'
import { steadyMeasurement } from '../measurement/measurement.fixture.ts'
import { dialsPerSecond, storeMeasurement } from '../measurement/measurement.ts'
import { type PoolSettings, toStored, UNLIMITED } from '../pool/settings.ts'
import type { StoredMisfit } from '../simulate/misfit.ts'
import { type Expectation, expectationOf } from './expectation.ts'
import type { SafeIdleTimeout } from './safe-idle-timeout.ts'
import type { Surroundings } from './surroundings.ts'

/** A fit whose model is off by so much. */
export function fitWith(typicalError: number | null): FitArtifact {
  const misfit: StoredMisfit = { steps: [], typicalError, withoutReuseError: null }
  return {
    knee: { sloCapacity: { rate: 1781, nextRate: 2108 }, kneedle: null, usl: null, plateau: null },
    system: {
      rttMs: 8,
      dialMs: { kind: 'empirical', quantiles: [20] },
      dialExclusiveMs: 2,
      serviceMs: { kind: 'empirical', quantiles: [4] },
      slots: 10,
      serverIdleTimeoutMs: 65_000,
      hintMs: 65_000,
    },
    unloadedMs: { mean: 12, p99: 12 },
    kneeConcurrency: 30,
    misfit,
  }
}

export function simulated(
  source: SimulateArtifact['safeIdleTimeout']['source'],
  candidates: readonly Candidate[],
  safe: Partial<SafeIdleTimeout> = {},
  trials: readonly Trial[] = [],
): SimulateArtifact {
  return {
    safeIdleTimeout: { limitMs: 64_000, serverIdleMs: 65_000, marginMs: 1000, source, ...safe },
    surface: { requests: 0, idleTimeoutsMs: [], maxIdleLimit: 64, cells: [] },
    candidates,
    surroundings: SURROUNDINGS,
    trials,
    sampledMs: 1000,
  }
}

/** Linux as it comes, and a server that is not known. */
export const SURROUNDINGS: Surroundings = {
  localPorts: 28_232,
  portHeldMs: 60_000,
  openFiles: 1024,
  serverOpenFiles: null,
  tls: true,
}

/** What the simulator is to have found of settings. */
export interface Found {
  readonly p99Ms: number
  readonly idleSeconds: number
  readonly expected?: Partial<Expectation>
}

export function simulatedCandidate(role: Candidate['role'], settings: PoolSettings, found: Found): Candidate {
  const measurement = steadyMeasurement({ responseMs: found.p99Ms, idleSeconds: found.idleSeconds })
  return {
    role,
    settings: toStored(settings),
    measurement: storeMeasurement(measurement),
    expected: { ...expectationOf(measurement, dialsPerSecond(measurement)), ...found.expected },
    strataP99Ms: [found.p99Ms],
  }
}

export function candidate(
  role: Candidate['role'],
  described: {
    readonly idleTimeoutMs: number
    readonly maxIdle: number
    readonly maxConns?: number
    readonly p99Ms: number
    readonly idleSeconds?: number
    readonly expected?: Partial<Expectation>
  },
): Candidate {
  const { idleTimeoutMs, maxIdle, maxConns = Infinity, p99Ms, idleSeconds = 10, expected = {} } = described
  const settings = {
    ...UNLIMITED,
    idleTimeoutMs,
    maxIdlePerHost: maxIdle,
    maxConnsPerHost: maxConns,
  }
  return simulatedCandidate(role, settings, { p99Ms, idleSeconds, expected })
}
