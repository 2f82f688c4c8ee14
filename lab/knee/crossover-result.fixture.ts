import { goNetHttp } from '../../models/clients/go-net-http.ts'
import { type Departure, type DialPoint, findDeparture } from '../../models/knee/dial-floor.ts'
import { EmpiricalDistribution } from '../../models/simulate/empirical-distribution.ts'
import type { SystemModel } from '../../models/simulate/system-model.ts'
import { durations } from '../bench/bench-result.fixture.ts'
import type { CrossoverTrial } from './crossover-trial.ts'
import { kneePlan } from './knee-result.fixture.ts'
import type { CrossoverResult } from './measure-crossover.ts'

const system: SystemModel = {
  rttMs: 0,
  dialMs: EmpiricalDistribution.constant(1),
  dialExclusiveMs: 0,
  serviceMs: EmpiricalDistribution.constant(20),
  slots: Infinity,
  serverIdleTimeoutMs: Infinity,
  hintMs: null,
}

function trial(rate: number, dialsPerSecond: number): CrossoverTrial {
  return {
    rate,
    dialsPerSecond,
    standardError: 0.2,
    blocks: 3,
    requests: 3 * rate,
    dials: 3 * dialsPerSecond,
    service: durations(20, 3 * rate),
    dial: durations(1, 1),
    meanMs: 20,
    latenessP99Ms: 0.5,
  }
}

function predicted(departure: Departure, curve: readonly DialPoint[] = []) {
  return { departure, curve }
}

/** Go's defaults in front of a server that takes 20 ms: measured at 28/s or so, predicted at 30/s. */
export function crossoverResultWith(parts: Partial<CrossoverResult> = {}): CrossoverResult {
  const trials = [trial(5, 0), trial(20, 0.2), trial(40, 4), trial(80, 20)]
  const departure: Departure = {
    kind: 'departed',
    rate: 30,
    interval: [29, 31],
    floor: { rate: 1, dialsPerSecond: 0, standardError: 0.01 },
  }
  return {
    plan: {
      bench: {
        ...kneePlan.bench,
        client: goNetHttp.name,
        settings: goNetHttp.defaults,
        workers: 1,
      },
      firstRate: 5,
      highestRate: 400,
      saturationRate: Infinity,
      longestMs: 15_000,
    },
    trials,
    measured: findDeparture(trials),
    prediction: predicted(departure),
    beforehand: predicted({ ...departure, rate: 33 }),
    systemAt: () => system,
    responseMs: 20,
    endedBecause: null,
    ...parts,
  }
}
