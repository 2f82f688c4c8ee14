import type { PoolSettings } from '../pool/settings.ts'
import { count, seconds } from './figures.ts'
import type { SafeIdleTimeout } from './safe-idle-timeout.ts'

/** Both ends belong to it; an end that is absent is no limit. */
export interface Range {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** What an operator allows, whatever would be best. */
export interface Bounds {
  readonly idleTimeoutMs?: Range | undefined
  readonly maxIdlePerHost?: Range | undefined
  readonly maxConnsPerHost?: Range | undefined
  /** Memory that idle connections may take in one process, a pod or the server, in MiB. */
  readonly idleMemoryMiB?: number | undefined
}

export const boundedSettings = ['idleTimeoutMs', 'maxIdlePerHost', 'maxConnsPerHost'] as const

export type BoundedSetting = (typeof boundedSettings)[number]

export function isWithin({ min = -Infinity, max = Infinity }: Range, value: number): boolean {
  return value >= min && value <= max
}

/** The nearest value of a range whose ends are in order. */
function nearestWithin({ min = -Infinity, max = Infinity }: Range = {}, value: number): number {
  return Math.min(Math.max(value, min), max)
}

/** The settings with what is out of bounds moved to the nearest bound. */
export function settingsWithin(bounds: Bounds, settings: PoolSettings): PoolSettings {
  return {
    ...settings,
    idleTimeoutMs: nearestWithin(bounds.idleTimeoutMs, settings.idleTimeoutMs),
    maxIdlePerHost: nearestWithin(bounds.maxIdlePerHost, settings.maxIdlePerHost),
    maxConnsPerHost: nearestWithin(bounds.maxConnsPerHost, settings.maxConnsPerHost),
  }
}

/** The longest idle timeout that is both safe and allowed, in ms. */
export function longestAllowedMs(bounds: Bounds, safeMs: number): number {
  return Math.min(safeMs, bounds.idleTimeoutMs?.max ?? Infinity)
}

/** Where the bounds leave no idle timeout that is safe, a sentence with both figures; `null` where they do. */
export function boundsClash(bounds: Bounds, safe: SafeIdleTimeout): string | null {
  const least = bounds.idleTimeoutMs?.min
  if (least === undefined || least <= safe.limitMs) return null
  return (
    `bounds.idleTimeoutMs.min is ${least} ms, but only up to ${safe.limitMs} ms does the client close before the server ` +
    `(which keeps idle connections for ${seconds(safe.serverIdleMs)}, less a margin of ${seconds(safe.marginMs)}): ` +
    `lower the bound to ${safe.limitMs} or less, or have the server keep idle connections for longer`
  )
}

/** A range as sentences have it, e.g. `4 to 16`. */
export function rangeText(name: BoundedSetting, { min, max }: Range): string {
  const write = name === 'idleTimeoutMs' ? seconds : count
  if (min === undefined) return `at most ${write(max ?? Infinity)}`
  return max === undefined ? `at least ${write(min)}` : `${write(min)} to ${write(max)}`
}
