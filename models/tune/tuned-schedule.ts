import type { Arrivals } from '../arrivals/arrivals.ts'
import type { PoolMachine } from '../pool/machine.ts'
import type { PoolPolicy } from '../pool/policy.ts'
import type { PoolSettings } from '../pool/settings.ts'
import { Simulation } from '../simulate/simulation.ts'
import type { SystemModel } from '../simulate/system-model.ts'
import { PoolTuning } from './pool-tuning.ts'
import type { Tuner, TuningChange } from './tuner.ts'

export interface TunedScheduleOptions {
  readonly arrivals: Arrivals
  readonly system: SystemModel
  readonly policy: PoolPolicy
  readonly pods: number
  /** To begin with; for the whole schedule where there is no tuner. */
  readonly settings: PoolSettings
  /** One for each pod, or `null` to leave the settings alone. */
  readonly createTuner: ((startMs: number) => Tuner) | null
  readonly everyMs: number
  readonly seed: number
  /** Equal parts of the schedule that are counted apart: seven, for a week. */
  readonly parts: number
}

/** What all pods did in a part of the schedule. */
export interface PartFigures {
  readonly requests: number
  readonly dials: number
  readonly idleSeconds: number
}

export interface TunedSchedule {
  readonly parts: readonly PartFigures[]
  /** By pod. */
  readonly changes: readonly (readonly TuningChange[])[]
  /** By pod, at the end. */
  readonly settings: readonly PoolSettings[]
}

interface TunedPod {
  readonly machine: PoolMachine
  readonly tuning: PoolTuning | null
  readonly changes: TuningChange[]
  epochEndsAtMs: number
}

/** Runs a schedule through the simulation, with a tuner for each pod that does as it decides. */
export function tunedSchedule(options: TunedScheduleOptions): TunedSchedule {
  const { arrivals, system, policy, pods, settings, createTuner, everyMs, seed } = options
  const tuned: TunedPod[] = []
  const look = (machine: PoolMachine, place: number, nowMs: number): void => {
    const pod = (tuned[place] ??= podOf(machine, createTuner?.(0) ?? null, everyMs))
    if (pod.tuning === null) return
    pod.tuning.look(nowMs)
    if (nowMs >= pod.epochEndsAtMs) endEpoch(pod, nowMs, everyMs)
  }
  const simulation = new Simulation({ system, settings, policy, pods, seed, onStep: look })
  const partMs = arrivals.durationMs / options.parts
  const parts: PartFigures[] = []
  let before = totals(tuned)
  for (let part = 0; part < options.parts; part++) {
    runPart(simulation, arrivals, part * partMs, (part + 1) * partMs)
    const after = totals(tuned)
    parts.push({
      requests: after.requests - before.requests,
      dials: after.dials - before.dials,
      idleSeconds: after.idleSeconds - before.idleSeconds,
    })
    before = after
  }
  return {
    parts,
    changes: tuned.map(({ changes }) => changes),
    settings: tuned.map(({ machine }) => machine.settings),
  }
}

/** What the parts add up to. */
export function sumOfParts(parts: readonly PartFigures[]): PartFigures {
  return {
    requests: parts.reduce((sum, { requests }) => sum + requests, 0),
    dials: parts.reduce((sum, { dials }) => sum + dials, 0),
    idleSeconds: parts.reduce((sum, { idleSeconds }) => sum + idleSeconds, 0),
  }
}

function podOf(machine: PoolMachine, tuner: Tuner | null, everyMs: number): TunedPod {
  return {
    machine,
    tuning: tuner === null ? null : new PoolTuning(machine, tuner, 0),
    changes: [],
    epochEndsAtMs: everyMs,
  }
}

function endEpoch(pod: TunedPod, nowMs: number, everyMs: number): void {
  pod.epochEndsAtMs = everyMs * (Math.floor(nowMs / everyMs) + 1)
  const change = pod.tuning?.endEpoch(nowMs) ?? null
  if (change === null) return
  pod.changes.push(change)
  pod.machine.reconfigure(change.to, nowMs)
}

function runPart(simulation: Simulation, arrivals: Arrivals, fromMs: number, toMs: number): void {
  for (let atMs = fromMs; atMs < toMs;) {
    const endMs = Math.min(atMs + CHUNK_MS, toMs)
    simulation.run(arrivals.between(atMs, endMs), endMs)
    atMs = endMs
  }
}

function totals(pods: readonly TunedPod[]): PartFigures {
  const counters = pods.map(({ machine }) => machine.counters)
  const dials = counters.reduce((sum, { dialed }) => sum + dialed, 0)
  return {
    requests: dials + counters.reduce((sum, { reused }) => sum + reused, 0),
    dials,
    idleSeconds: counters.reduce((sum, { idleMs }) => sum + idleMs / 1000, 0),
  }
}

const CHUNK_MS = 600_000
