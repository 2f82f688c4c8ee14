import type { EpochFigures } from './tuner.ts'

export const signalNames = ['dials-outpace-idle', 'idle-unused', 'many-dials', 'beyond-knee'] as const

/** Something noticed about a pool that bears on its settings. */
export interface Signal {
  readonly name: (typeof signalNames)[number]
  /** A sentence with the figures. */
  readonly says: string
}

/** Share of the rate at which a full idle pool would turn over once in each idle timeout. */
const DIALS_PER_TURNOVER = 0.8
/** Share of the idle cap that is used. */
const IDLE_SHARE = 0.7
/** Growth of the request rate from one epoch to the next. */
const GROWTH = 0.05
/** New connections a second, and for how long. */
const MANY_DIALS_PER_SECOND = 50
const MANY_DIALS_FOR_MS = 10_000

/**
 * Rule of thumb: more than 0.8 × idle cap / idle timeout new connections a second are more than the pool can keep
 * until they expire, so the idle cap is too small (or the timeout too long to be what limits).
 */
export function dialsOutpaceIdle(epoch: EpochFigures): Signal | null {
  const { maxIdlePerHost, idleTimeoutMs } = epoch.settings
  const dials = dialsPerSecond(epoch)
  const limit = (DIALS_PER_TURNOVER * maxIdlePerHost * 1000) / idleTimeoutMs
  if (!(dials > limit)) return null
  return {
    name: 'dials-outpace-idle',
    says: `${dials.toFixed(1)} new connections a second are more than ${DIALS_PER_TURNOVER} × ${maxIdlePerHost} idle connections in ${idleTimeoutMs / 1000} s`,
  }
}

/**
 * Rule of thumb: more than 0.7 of the idle cap is idle while requests grow by less than 5 %, so the idle cap is too
 * large.
 *
 * @param requestsBefore a second, in the epoch before; `null` in the first
 */
export function idleUnused(epoch: EpochFigures, requestsBefore: number | null): Signal | null {
  const { maxIdlePerHost } = epoch.settings
  if (requestsBefore === null || !(epoch.idle > IDLE_SHARE * maxIdlePerHost)) return null
  const requests = requestsPerSecond(epoch)
  if (!(requests < (1 + GROWTH) * requestsBefore)) return null
  return {
    name: 'idle-unused',
    says: `${epoch.idle} of at most ${maxIdlePerHost} connections are idle, above ${IDLE_SHARE} of them, and requests grow by less than ${100 * GROWTH} %`,
  }
}

/**
 * Rule of thumb: more than 50 new connections a second for 10 s are too many, whatever the settings.
 *
 * @param forMs for how long it has been so many
 */
export function manyDials(epoch: EpochFigures, forMs: number): Signal | null {
  const dials = dialsPerSecond(epoch)
  if (!(dials > MANY_DIALS_PER_SECOND) || forMs < MANY_DIALS_FOR_MS) return null
  return {
    name: 'many-dials',
    says: `${dials.toFixed(1)} new connections a second, more than ${MANY_DIALS_PER_SECOND} for ${MANY_DIALS_FOR_MS / 1000} s`,
  }
}

/** The three rules, and what they have to remember from one epoch to the next. */
export class RulesOfThumb {
  #requestsBefore: number | null = null
  #manyForMs = 0

  /** To be called once for each epoch. @returns what the rules say */
  signals(epoch: EpochFigures): Signal[] {
    this.#manyForMs = dialsPerSecond(epoch) > MANY_DIALS_PER_SECOND ? this.#manyForMs + epoch.elapsedMs : 0
    const said = [
      dialsOutpaceIdle(epoch),
      idleUnused(epoch, this.#requestsBefore),
      manyDials(epoch, this.#manyForMs),
    ]
    this.#requestsBefore = requestsPerSecond(epoch)
    return said.filter((signal) => signal !== null)
  }
}

function dialsPerSecond({ dials, elapsedMs }: EpochFigures): number {
  return (1000 * dials) / elapsedMs
}

function requestsPerSecond({ requests, elapsedMs }: EpochFigures): number {
  return (1000 * requests) / elapsedMs
}
