import type { PoolSettings } from '../pool/settings.ts'
import type { GhostSurface } from './ghost-surface.ts'
import type { KneeReading } from './knee-estimate.ts'
import type { TuningBounds } from './tuning-bounds.ts'
import { lastUpTo } from './tuning-grid.ts'

export interface ExplainedChange {
  readonly from: PoolSettings
  /** What is left of them inside the bounds. */
  readonly within: PoolSettings
  readonly to: PoolSettings
  readonly surface: GhostSurface
  readonly bounds: TuningBounds
  readonly safeMs: number
  readonly knee: KneeReading | null
}

/** A sentence for each thing that changes, with the figures that speak for it. */
export function explainChange(change: ExplainedChange): string {
  return [...outOfBounds(change), ...idlePair(change), ...connectionCap(change)].join(' ')
}

function outOfBounds({ from, within, bounds, safeMs }: ExplainedChange): string[] {
  const said: string[] = []
  if (within.idleTimeoutMs !== from.idleTimeoutMs) {
    const isUnsafe = within.idleTimeoutMs === safeMs
    const why = isUnsafe ? 'longer is not safe: the server may close first' : 'those are the bounds'
    said.push(`idleTimeout ${time(from.idleTimeoutMs)} → ${time(within.idleTimeoutMs)}: ${why}.`)
  }
  if (within.maxIdlePerHost !== from.maxIdlePerHost) {
    const { least, most } = bounds.maxIdlePerHost
    said.push(
      `maxIdlePerHost ${from.maxIdlePerHost} → ${within.maxIdlePerHost}: its bounds are ${least}…${most}.`,
    )
  }
  return said
}

function idlePair({ within, to, surface }: ExplainedChange): string[] {
  const changes = [
    ...(to.idleTimeoutMs === within.idleTimeoutMs
      ? []
      : [`idleTimeout ${time(within.idleTimeoutMs)} → ${time(to.idleTimeoutMs)}`]),
    ...(to.maxIdlePerHost === within.maxIdlePerHost
      ? []
      : [`maxIdlePerHost ${within.maxIdlePerHost} → ${to.maxIdlePerHost}`]),
  ]
  if (changes.length === 0) return []
  const [before, after] = [within, to].map((settings) => figuresOf(settings, surface)) as [Figures, Figures]
  const grows = to.idleTimeoutMs > within.idleTimeoutMs || to.maxIdlePerHost > within.maxIdlePerHost
  const { least, most } = grows ? { least: after, most: before } : { least: before, most: after }
  const dials = `${figure(before.dialsPerSecond)} → ${figure(after.dialsPerSecond)} new connections a second`
  const idle = `${figure(before.meanIdle)} → ${figure(after.meanIdle)} idle on average`
  const spared = most.dials - least.dials
  const gist = grows
    ? `spares ${figure(spared)} dials of ${figure(surface.requests)} requests`
    : `dials ${figure(spared)} times more in ${figure(surface.requests)} requests`
  return [
    `${changes.join(' and ')} ${gist}, by the traffic of ${time(surface.observedMs)}: ${dials}, ${idle}.`,
  ]
}

interface Figures {
  readonly dials: number
  readonly dialsPerSecond: number
  readonly meanIdle: number
}

function figuresOf(settings: PoolSettings, surface: GhostSurface): Figures {
  const timeout = Math.max(0, lastUpTo(surface.grid.idleTimeoutsMs, settings.idleTimeoutMs))
  const cap = Math.max(0, lastUpTo(surface.grid.idleCaps, settings.maxIdlePerHost))
  return {
    dials: surface.dials(timeout, cap),
    dialsPerSecond: surface.dialsPerSecond(timeout, cap),
    meanIdle: surface.meanIdle(timeout, cap),
  }
}

function connectionCap({ within, to, knee }: ExplainedChange): string[] {
  if (to.maxConnsPerHost === within.maxConnsPerHost) return []
  const change = `maxConnsPerHost ${within.maxConnsPerHost} → ${to.maxConnsPerHost}`
  if (knee === null) return [`${change}: those are the bounds.`]
  const { limit, needed, responseMs, unloadedMs } = knee
  return [
    `${change}: the knee is near ${Math.round(limit)} under way, and traffic needs ${figure(needed)} on average ` +
      `(a response takes ${time(responseMs)}, ${time(unloadedMs)} at best).`,
  ]
}

/** Three digits that count, and no more. */
function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}

function time(ms: number): string {
  if (ms === Infinity) return 'no limit'
  const [unit, unitMs] = UNITS.find(([, , leastMs]) => ms >= leastMs) ?? ['ms', 1]
  return `${figure(ms / unitMs)} ${unit}`
}

/** Name, length in ms, and from when it is used. */
const UNITS = [
  ['d', 86_400_000, 2 * 86_400_000],
  ['h', 3_600_000, 2 * 3_600_000],
  ['min', 60_000, 2 * 60_000],
  ['s', 1000, 1000],
] as const
