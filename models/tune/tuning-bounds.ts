import type { PoolSettings } from '../pool/settings.ts'

/** Both included. */
export interface Bounds {
  readonly least: number
  readonly most: number
}

/** Between which a tuner may move each setting. */
export interface TuningBounds {
  readonly idleTimeoutMs: Bounds
  readonly maxIdlePerHost: Bounds
  /** `null` leaves `maxConnsPerHost` alone: what the tuner thinks of it is then advice only. */
  readonly maxConnsPerHost: Bounds | null
}

export const DEFAULT_BOUNDS: TuningBounds = {
  idleTimeoutMs: { least: 1000, most: Infinity },
  maxIdlePerHost: { least: 1, most: Infinity },
  maxConnsPerHost: null,
}

/** @throws RangeError that names the bound that makes no sense */
export function expectBounds({ idleTimeoutMs, maxIdlePerHost, maxConnsPerHost }: TuningBounds): void {
  expectOrdered('idleTimeoutMs', idleTimeoutMs, Number.MIN_VALUE)
  expectOrdered('maxIdlePerHost', maxIdlePerHost, 0)
  if (maxConnsPerHost !== null) expectOrdered('maxConnsPerHost', maxConnsPerHost, 1)
}

/** Settings inside the bounds, with an idle timeout that is safe even where the bounds would want a longer one. */
export function clampSettings(settings: PoolSettings, bounds: TuningBounds, safeMs: number): PoolSettings {
  const { idleTimeoutMs, maxIdlePerHost, maxConnsPerHost } = settings
  const conns = bounds.maxConnsPerHost
  return {
    ...settings,
    idleTimeoutMs: Math.min(clamp(idleTimeoutMs, bounds.idleTimeoutMs), safeMs),
    maxIdlePerHost: clamp(maxIdlePerHost, bounds.maxIdlePerHost),
    maxConnsPerHost: conns === null ? maxConnsPerHost : clamp(maxConnsPerHost, conns),
  }
}

export function clamp(value: number, { least, most }: Bounds): number {
  return Math.min(Math.max(value, least), most)
}

function expectOrdered(name: string, { least, most }: Bounds, lowest: number): void {
  if (least >= lowest && most >= least) return
  const from = lowest === Number.MIN_VALUE ? 'above 0' : `from ${lowest}`
  throw new RangeError(`the bounds of ${name} must be ${from} and in order: ${least}…${most}`)
}
