import type { Arrivals } from '../arrivals/arrivals.ts'
import type { Measurement } from '../measurement/measurement.ts'
import type { IdleConnection } from '../pool/idle-connection.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'
import type { Window } from './draw-windows.ts'

export interface SimulatedWindow {
  readonly measurement: Measurement
  /** By pod: the connections idle when the window began, with times relative to that moment. */
  readonly idleAtStart: readonly (readonly IdleConnection[])[]
}

/**
 * Simulates a window of a schedule. The time before it is simulated too, so that the pools are as it left them.
 *
 * @param leadMs how long before; cut where the schedule begins
 * @param warmupMs beginning of the window that is not measured
 */
export function simulateWindow(
  arrivals: Arrivals,
  window: Window,
  options: SimulationOptions & { readonly leadMs: number; readonly warmupMs: number },
): SimulatedWindow {
  const simulation = new Simulation(options)
  runChunks(simulation, arrivals, Math.max(0, window.fromMs - options.leadMs), window.fromMs)
  simulation.startRotation()
  const idleAtStart = Array.from({ length: options.pods }, (_, pod) => simulation.idleConnections(pod))
  const measuredFromMs = Math.min(window.fromMs + options.warmupMs, window.toMs)
  runChunks(simulation, arrivals, window.fromMs, measuredFromMs)
  simulation.startMeasuring()
  runChunks(simulation, arrivals, measuredFromMs, window.toMs)
  return { measurement: simulation.measurement(), idleAtStart }
}

/** Longest idle time that can still matter, and then some; beyond ten minutes a pool has forgotten its past. */
export function leadFor(idleTimeoutMs: number): number {
  return Math.min(Math.max(60_000, 1.5 * idleTimeoutMs), 600_000)
}

const CHUNK_MS = 60_000

function runChunks(simulation: Simulation, arrivals: Arrivals, fromMs: number, toMs: number): void {
  for (let beginMs = fromMs; beginMs < toMs; beginMs += CHUNK_MS) {
    const endMs = Math.min(beginMs + CHUNK_MS, toMs)
    simulation.run(arrivals.between(beginMs, endMs), endMs)
  }
}
