import type { Client } from '../clients/client.ts'
import { type PoolSettings, toStored } from '../pool/settings.ts'
import type { SurfaceCell } from '../simulate/response-surface.ts'
import { type Bounds, isWithin, longestAllowedMs, settingsWithin } from './bounds.ts'
import { canSet } from './can-set.ts'
import type { SafeIdleTimeout } from './safe-idle-timeout.ts'
import { shortlist } from './shortlist.ts'

/**
 * The settings that are simulated in full: the shortlist, with today's value for what is not varied or cannot be set,
 * within the operator's bounds.
 *
 * @param options.cap for `maxConnsPerHost`, or `null` to leave it
 * @param options.bounds only of what the client can set; they leave an idle timeout that is safe
 * @param options.spare ≥ 1: how much more than the model asks for may be recommended
 * @param options.mostIdle idle connections that a pod has at most where they are not limited; 0 unless known. Caps above
 *   the grid go up to it, and no further than `maxConnsPerHost`.
 * @returns at least one; today's settings alone where nothing can be set
 * @throws RangeError when the surface has no idle timeout that is safe
 */
export function candidateSettings(options: {
  readonly client: Pick<Client, 'native'>
  readonly today: PoolSettings
  readonly cells: readonly SurfaceCell[]
  readonly safe: SafeIdleTimeout
  readonly cap: number | null
  readonly spare: number
  readonly bounds?: Bounds
  readonly mostIdle?: number
}): PoolSettings[] {
  const { client, today, cells, safe, cap, spare, bounds = {}, mostIdle = 0 } = options
  const can = canSet(client)
  const longestMs = longestAllowedMs(bounds, safe.limitMs)
  const near = shortlist({
    cells: can.idleTimeout || can.maxIdle ? cellsWithin(bounds, cells) : cells,
    safeIdleTimeoutMs: longestMs,
    serverIdleMs: safe.serverIdleMs,
    today,
    can,
    spare,
  })
  const idleTimeoutMs = can.idleTimeout ? longestMs : today.idleTimeoutMs
  const maxConnsPerHost = cap === null || !can.maxConns ? today.maxConnsPerHost : cap
  const beyond = can.maxIdle ? capsBeyond(cells, mostIdle, spare) : []
  const pairs = [
    ...near,
    ...beyond.map((maxIdle) => ({ idleTimeoutMs, maxIdle: Math.min(maxIdle, maxConnsPerHost) })),
  ]
  const settings = pairs.map(({ idleTimeoutMs, maxIdle }) =>
    settingsWithin(bounds, {
      ...today,
      idleTimeoutMs,
      maxIdlePerHost: maxIdle,
      maxConnsPerHost,
    }),
  )
  return [...new Map(settings.map((each) => [JSON.stringify(toStored(each)), each])).values()]
}

/** Idle caps larger than any of the grid, where traffic leaves so many idle: up to all of them, and more to spare. */
function capsBeyond(cells: readonly SurfaceCell[], mostIdle: number, spare: number): number[] {
  const largest = Math.max(...cells.map(({ maxIdle }) => maxIdle))
  return [0.5, 0.75, 1, spare].map((share) => Math.ceil(share * mostIdle)).filter((cap) => cap > largest)
}

/** The cells of the grid that the bounds allow; where they allow no idle cap of the grid, those of all caps. */
function cellsWithin(bounds: Bounds, cells: readonly SurfaceCell[]): readonly SurfaceCell[] {
  const ofTimeout = cells.filter((cell) => isWithin({ min: bounds.idleTimeoutMs?.min }, cell.idleTimeoutMs))
  const ofBoth = ofTimeout.filter((cell) => isWithin(bounds.maxIdlePerHost ?? {}, cell.maxIdle))
  return ofBoth.length > 0 ? ofBoth : ofTimeout
}
