import { createArrivals } from '../models/arrivals/create-arrivals.ts'
import type { ArrivalSpec } from '../models/arrivals/spec.ts'
import { findClient } from '../models/clients/catalogue.ts'
import { policyOf } from '../models/clients/client.ts'
import {
  mergeStretches,
  type StoredMeasurement,
  storeMeasurement,
} from '../models/measurement/measurement.ts'
import type { IdleConnection } from '../models/pool/idle-connection.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import { scaledArrivals } from '../models/recommend/scaled-arrivals.ts'
import type { Window } from '../models/simulate/draw-windows.ts'
import type { ResponseSurfaceCounts } from '../models/simulate/response-surface.ts'
import { leadFor, simulateWindow } from '../models/simulate/simulate-window.ts'
import { surfacePass } from '../models/simulate/surface-pass.ts'
import { readSystem, type StoredSystemModel } from '../models/simulate/system-model.ts'

interface SimulatedTraffic {
  readonly arrivals: ArrivalSpec
  readonly seed: number
  readonly pods: number
  readonly system: StoredSystemModel
}

/** One pass for all settings over part of a schedule. */
export interface SurfaceTask extends SimulatedTraffic {
  readonly kind: 'surface'
  readonly idleTimeoutsMs: readonly number[]
  readonly maxIdleLimit: number
  readonly fromMs: number
  readonly toMs: number
}

/** One setting, with the client's own policy, over windows of a schedule. */
export interface WindowsTask extends SimulatedTraffic {
  readonly kind: 'windows'
  readonly client: string
  /** Whether the client is configured as today, or as a patch would leave it. */
  readonly configuration: 'today' | 'patched'
  readonly idempotentShare: number
  readonly settings: PoolSettings
  readonly windows: readonly Window[]
  readonly warmupMs: number
  /** Times the arrivals of the schedule; 1 unless told. */
  readonly load?: number
}

export interface WindowsResult {
  readonly merged: StoredMeasurement
  /** By window. */
  readonly each: ReadonlyArray<{
    readonly measurement: StoredMeasurement
    readonly idleAtStart: readonly (readonly IdleConnection[])[]
  }>
}

export type SimulateTask = SurfaceTask | WindowsTask

export default function runSimulateTask(task: SimulateTask): ResponseSurfaceCounts | WindowsResult {
  return task.kind === 'surface' ? runSurface(task) : runWindows(task)
}

function runSurface(task: SurfaceTask): ResponseSurfaceCounts {
  const longestMs = Math.max(...task.idleTimeoutsMs)
  return surfacePass({
    ...task,
    arrivals: createArrivals(task.arrivals, task.seed),
    system: readSystem(task.system),
    leadFromMs: Math.max(0, task.fromMs - leadFor(longestMs)),
  }).counts
}

function runWindows(task: WindowsTask): WindowsResult {
  const arrivals = scaledArrivals(task.arrivals, task.seed, task.load ?? 1)
  const windows = task.windows.map((window, i) =>
    simulateWindow(arrivals, window, {
      system: readSystem(task.system),
      settings: task.settings,
      policy: policyOf(findClient(task.client), task.configuration),
      idempotentShare: task.idempotentShare,
      pods: task.pods,
      seed: task.seed + i,
      leadMs: leadFor(Math.min(task.settings.idleTimeoutMs, 600_000)),
      warmupMs: task.warmupMs,
    }),
  )
  return {
    merged: storeMeasurement(mergeStretches(windows.map((window) => window.measurement))),
    each: windows.map(({ measurement, idleAtStart }) => ({
      measurement: storeMeasurement(measurement),
      idleAtStart,
    })),
  }
}
