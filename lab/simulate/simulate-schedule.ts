import type { Measurement } from '../../models/measurement/measurement.ts'
import { Simulation, type SimulationOptions } from '../../models/simulate/simulation.ts'
import { type ScheduleWalk, throughSchedule } from './through-schedule.ts'

/** A whole schedule, down to the last answer. */
export interface SimulatedSchedule {
  /** `idleSeconds` counts connections that are still idle up to `endedMs`. */
  readonly measurement: Measurement
  /** When the last request was answered or had failed, and not before the last arrival; in ms. */
  readonly endedMs: number
  /** Connections that are open then. */
  readonly stillOpen: number
  /** Most connections open at once, of all pods together. */
  readonly peakOpen: number
  /** Pods at the end. */
  readonly pods: number
}

/**
 * Simulates a schedule from its beginning, with pools that have no connection yet, until every request is answered
 * or has failed.
 *
 * @throws the signal's reason once it is aborted
 */
export async function simulateSchedule(
  walk: ScheduleWalk,
  options: SimulationOptions,
): Promise<SimulatedSchedule> {
  const simulation = new Simulation(options)
  simulation.startMeasuring()
  let lastDueMs = 0
  await throughSchedule(walk, ({ dueMs, serviceMs }) => {
    lastDueMs = dueMs.at(-1) ?? lastDueMs
    simulation.run(dueMs, lastDueMs, serviceMs)
  })
  const endedMs = simulation.drain()
  const measurement = simulation.measurement()
  const { connections, series } = measurement
  return {
    measurement: {
      ...measurement,
      connections: { ...connections, idleSeconds: connections.idleSeconds + simulation.stillIdleMs / 1000 },
    },
    endedMs,
    stillOpen: connections.dialed - Object.values(connections.closed).reduce((sum, count) => sum + count, 0),
    peakOpen: Math.max(0, ...(series?.peakOpen ?? [])),
    pods: simulation.activePods,
  }
}
