import type { Measurement } from '../../../models/measurement/measurement.ts'
import { RandomStream } from '../../../models/random/random-stream.ts'
import { EmpiricalDistribution } from '../../../models/simulate/empirical-distribution.ts'
import { Simulation } from '../../../models/simulate/simulation.ts'
import type { ReplayCosts } from './calibrate-costs.ts'
import type { ReplayCase } from './replay-case.ts'
import type { ReplayTrace } from './replay-trace.ts'

/** What is predicted of a replay, or measured in it. */
export interface ReplayFigures {
  readonly dials: number
  readonly responseP99Ms: number
  readonly responseMeanMs: number
  readonly peakIdle: number
}

/** After the last arrival, so that all are answered. */
const TAIL_MS = 10_000
const RUNS = 20

/**
 * Runs the trace through the pool machine in virtual time, with the service times of the trace itself, several times
 * with other draws of what requests take beyond them: figures are means over these runs, so that the luck of one does
 * not count; the peak is the highest.
 */
export function predictReplay(replay: ReplayCase, trace: ReplayTrace, costs: ReplayCosts): ReplayFigures {
  const runs = Array.from({ length: RUNS }, (_, run) => simulate(replay, trace, costs, run))
  const mean = (of: (run: Measurement) => number) => runs.reduce((sum, run) => sum + of(run), 0) / RUNS
  return {
    dials: mean(({ connections }) => connections.dialed),
    responseP99Ms: costs.frontMs + mean(({ response }) => response.quantileMs(0.99)),
    responseMeanMs: costs.frontMs + mean(({ response }) => response.meanMs),
    peakIdle: Math.max(...runs.map(({ connections }) => connections.peakIdle)),
  }
}

function simulate(replay: ReplayCase, trace: ReplayTrace, costs: ReplayCosts, run: number): Measurement {
  const { settings, kind, hintSeconds, serverIdleTimeoutMs } = replay
  const requestMs = new EmpiricalDistribution(costs.requestMs)
  const simulation = new Simulation({
    system: {
      rttMs: costs.rttMs,
      dialMs: new EmpiricalDistribution(costs.dialMs),
      dialExclusiveMs: costs.dialExclusiveMs,
      serviceMs: requestMs,
      slots: Infinity,
      serverIdleTimeoutMs: serverIdleTimeoutMs ?? Infinity,
      hintMs: hintSeconds === null ? null : 1000 * hintSeconds,
    },
    settings,
    policy: kind.policy,
    pods: 1,
    seed: run,
  })
  simulation.startMeasuring()
  const overheads = new RandomStream(run, 'replay overheads')
  const serviceMs = trace.serviceMs.map((wishedMs) => wishedMs + requestMs.draw(overheads))
  simulation.run(trace.dueMs, (trace.dueMs.at(-1) ?? 0) + TAIL_MS, serviceMs)
  return simulation.measurement()
}
