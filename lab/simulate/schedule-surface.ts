import { RandomStream } from '../../models/random/random-stream.ts'
import { EventQueue } from '../../models/simulate/event-queue.ts'
import { ServerQueue } from '../../models/simulate/server-queue.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import { closeReturnedSurface, evictOldestSurface, type PoolSurface } from './pool-surfaces.ts'
import type { ScheduleSurface } from './simulate-document.ts'
import { gridTimeoutsMs, type SurfaceGrid } from './surface-grid.ts'
import { surfaceKind, takesPassPerTimeout } from './surface-kind.ts'
import { type ScheduleChunk, type ScheduleWalk, throughSchedule } from './through-schedule.ts'

/**
 * Takes a schedule through the surfaces. Arrivals, service times, pods and hosts are the same as the simulation's.
 *
 * @throws the signal's reason once it is aborted
 */
export async function scheduleSurface(
  walk: ScheduleWalk,
  options: SimulationOptions,
  grid: SurfaceGrid,
): Promise<ScheduleSurface> {
  const timeoutsMs = gridTimeoutsMs(grid)
  const create = takesPassPerTimeout(options) ? closeReturnedSurface : evictOldestSurface
  const pass = new SurfacePass(options, () => create(timeoutsMs, grid.maxIdle))
  await throughSchedule(walk, (chunk) => pass.take(chunk))
  const caps = Array.from({ length: grid.maxIdle }, (_, i) => i + 1)
  const cells = (of: (timeoutIndex: number, maxIdle: number) => number) =>
    timeoutsMs.map((_, timeoutIndex) => caps.map((maxIdle) => of(timeoutIndex, maxIdle)))
  pass.drain()
  const dials = cells((timeoutIndex, maxIdle) => pass.sum((surface) => surface.dials(timeoutIndex, maxIdle)))
  pass.takeIdle(grid.maxIdle)
  return {
    ...surfaceKind(options, timeoutsMs, grid.maxIdle, pass.peakUnderWay),
    idleTimeoutsMs: timeoutsMs,
    maxIdlePerHost: caps,
    dials,
    idleSeconds: cells(
      (timeoutIndex, maxIdle) => pass.sum((surface) => surface.idleMs(timeoutIndex, maxIdle)) / 1000,
    ),
  }
}

/** Arrivals meet the server, and each pool's surface hears when requests begin and end. */
class SurfacePass {
  readonly #rttMs: number
  readonly #draw: () => number
  readonly #server: ServerQueue
  readonly #ends = new EventQueue()
  readonly #hostChoice: RandomStream
  readonly #pods: number
  readonly #hosts: number
  readonly #surfaces: readonly PoolSurface[]
  #arrivals = 0
  #nowMs = 0
  peakUnderWay = 0

  constructor({ system, pods, hosts = 1, seed }: SimulationOptions, createSurface: () => PoolSurface) {
    const service = new RandomStream(seed, 'service')
    this.#rttMs = system.rttMs
    this.#draw = () => system.serviceMs.draw(service)
    this.#server = new ServerQueue(system.slots)
    this.#hostChoice = new RandomStream(seed, 'hosts')
    this.#pods = pods
    this.#hosts = hosts
    this.#surfaces = Array.from({ length: pods * hosts }, createSurface)
  }

  take({ dueMs, serviceMs }: ScheduleChunk): void {
    for (let i = 0; i < dueMs.length; i++) {
      const atMs = dueMs[i] as number
      this.#endUntil(atMs)
      this.#arrive(atMs, serviceMs === null ? this.#draw() : (serviceMs[i] as number))
    }
  }

  /** Ends all that is under way. */
  drain(): void {
    this.#endUntil(Infinity)
  }

  /** Takes every idle connection, so that its idle time is counted. @param maxIdle how many there may be in a pool */
  takeIdle(maxIdle: number): void {
    for (const surface of this.#surfaces) {
      for (let taken = 0; taken < maxIdle; taken++) surface.up(this.#nowMs)
    }
  }

  sum(of: (surface: PoolSurface) => number): number {
    return this.#surfaces.reduce((sum, surface) => sum + of(surface), 0)
  }

  #arrive(atMs: number, serviceMs: number): void {
    const pod = this.#arrivals++ % this.#pods
    const host = this.#hosts === 1 ? 0 : this.#hostChoice.below(this.#hosts)
    const pool = pod * this.#hosts + host
    this.#nowMs = atMs
    this.#surfaces[pool]?.up(atMs)
    const endMs = this.#server.serve(atMs + this.#rttMs / 2, serviceMs) + this.#rttMs / 2
    this.#ends.schedule(endMs, 0, 0, pool)
    this.peakUnderWay = Math.max(this.peakUnderWay, this.#ends.size)
  }

  #endUntil(untilMs: number): void {
    while (this.#ends.nextMs <= untilMs && this.#ends.size > 0) {
      this.#nowMs = this.#ends.take()
      this.#surfaces[this.#ends.detail]?.down(this.#nowMs)
    }
  }
}
