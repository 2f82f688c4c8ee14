import type { WaitKind } from '../../../models/diagnosis/waits.ts'
import { countInProbe } from '../../target-probe/counters.ts'
import { ServiceSlots } from '../service-slots.ts'
import { callerPlace } from './caller-place.ts'

const MOST_WAITING = 100_000

/** Thrown where too many wait already. */
class TooManyWaitError extends Error {
  override readonly name = 'TooManyWaitError'
  readonly statusCode = 503
}

/**
 * A lock, or a pool of what is given back: a limited number of slots, first come, first served. Counts for the probe how
 * often and how long one waited, how many are taken, and where in the code the first one waited.
 */
export class WatchedSlots {
  readonly #prefix: string
  readonly #slots: ServiceSlots
  #longestUs = 0
  #hasPlace = false

  /** @param limit an integer of 1 or more @throws RangeError when it is not */
  constructor(kind: WaitKind, name: string, limit: number) {
    this.#prefix = `wait:${kind}:${name}`
    this.#slots = new ServiceSlots(limit, MOST_WAITING)
  }

  /**
   * Resolves when the caller has a slot, which it keeps until `release`.
   *
   * @throws TooManyWaitError when 100,000 others wait
   */
  readonly acquire = (): Promise<void> => {
    const cameAtMs = performance.now()
    let waits = false
    const granted = new Promise<void>((resolve, reject) => {
      const isTaken = this.#slots.enter(() => {
        if (waits) this.#count(performance.now() - cameAtMs)
        countInProbe(`${this.#prefix}:busy`)
        resolve()
      })
      if (!isTaken) reject(new TooManyWaitError('too many requests wait'))
    })
    waits = this.#slots.queueLength > 0
    if (waits && !this.#hasPlace) this.#tellPlace(callerPlace(this.acquire))
    return granted
  }

  /** @throws Error when no slot is held */
  release(): void {
    this.#slots.leave()
    countInProbe(`${this.#prefix}:busy`, -1)
  }

  #count(waitedMs: number): void {
    const waitedUs = Math.round(1000 * waitedMs)
    countInProbe(`${this.#prefix}:count`)
    countInProbe(`${this.#prefix}:totalUs`, waitedUs)
    if (waitedUs <= this.#longestUs) return
    countInProbe(`${this.#prefix}:maxUs`, waitedUs - this.#longestUs)
    this.#longestUs = waitedUs
  }

  #tellPlace(place: string | null): void {
    this.#hasPlace = true
    if (place !== null) countInProbe(`${this.#prefix}:at:${place}`)
  }
}
