import type { RaceOutcome, RaceResult } from '../../models/probe/describe-race.ts'
import { type ConnectionEnd, IdleConnection, type IdleConnectionOptions } from './idle-connection.ts'

/**
 * Meets the server's close on purpose: opens a connection for each idle time, all at once, sends a request on each, and
 * another one when it has been idle for so long.
 *
 * @param idleTimesMs ≥ 0
 * @param signal aborted, it ends the race with what is known
 * @returns one outcome for each connection that was kept, in the order in which they came
 */
export function provokeRace(
  options: IdleConnectionOptions,
  idleTimesMs: readonly number[],
  signal: AbortSignal,
): Promise<RaceOutcome[]> {
  return new Promise((resolve) => {
    const outcomes: RaceOutcome[] = []
    const racers = new Set<Racer>()
    const end = (): void => {
      signal.removeEventListener('abort', end)
      for (const racer of racers) racer.close()
      resolve(outcomes)
    }
    if (signal.aborted || idleTimesMs.length === 0) return resolve(outcomes)
    signal.addEventListener('abort', end, { once: true })
    for (const idleMs of idleTimesMs) {
      const racer = new Racer(options, idleMs, (outcome) => {
        racers.delete(racer)
        if (outcome !== null) outcomes.push(outcome)
        if (racers.size === 0) end()
      })
      racers.add(racer)
    }
  })
}

class Racer {
  readonly #connection: IdleConnection
  readonly #done: (outcome: RaceOutcome | null) => void
  readonly #idleMs: number
  #cancel: () => void = () => {}

  /** @param done told the outcome, or `null` where the connection was of no use */
  constructor(options: IdleConnectionOptions, idleMs: number, done: (outcome: RaceOutcome | null) => void) {
    this.#idleMs = idleMs
    this.#done = done
    this.#connection = new IdleConnection(options, {
      idle: (afterIdleMs) => {
        if (afterIdleMs !== null) return this.#end({ idleMs: afterIdleMs, result: 'answered' })
        const sinceMs = this.#connection.idleSinceMs ?? options.clock.nowMs()
        this.#cancel = options.clock.at(sinceMs + idleMs, () => this.#connection.use())
      },
      ended: (end) => this.#end(this.#outcomeOf(end)),
    })
  }

  close(): void {
    this.#cancel()
    this.#connection.close()
  }

  #end(outcome: RaceOutcome | null): void {
    this.close()
    this.#done(outcome)
  }

  #outcomeOf(end: ConnectionEnd): RaceOutcome | null {
    if (end.kind === 'closed') return { idleMs: this.#idleMs, result: 'fresh' }
    if (end.kind === 'failed') return { idleMs: end.afterIdleMs, result: results[end.way] }
    const { kind } = end
    if (kind === 'not-kept' && end.afterIdleMs !== null)
      return { idleMs: end.afterIdleMs, result: 'answered' }
    return null
  }
}

const results: Readonly<Record<'closed-on-use' | 'reset-on-use' | 'silence', RaceResult>> = {
  'closed-on-use': 'closed',
  'reset-on-use': 'reset',
  silence: 'silent',
}
