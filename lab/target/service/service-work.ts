import { ServiceSlots } from '../service-slots.ts'
import { ServiceTimer } from '../service-time.ts'

const MOST_WAITING = 10_000

/** Thrown for a request that finds too many others waiting. */
class ServiceOverloadedError extends Error {
  override readonly name = 'ServiceOverloadedError'
  readonly statusCode = 503
}

/** What each request costs: a slot, if these are limited, for a fixed time. */
export class ServiceWork {
  readonly slots: ServiceSlots | null
  readonly #serviceMs: number
  readonly #timer = new ServiceTimer()

  /**
   * @param serviceMs for which each request is held, 0 or more
   * @param slots requests held at a time, 1 or more; `null` for any number
   */
  constructor(serviceMs: number, slots: number | null) {
    this.#serviceMs = serviceMs
    this.slots = slots === null ? null : new ServiceSlots(slots, MOST_WAITING)
  }

  /**
   * Resolves with the ms that the request waited for its slot, once it has been held.
   *
   * @throws ServiceOverloadedError when 10,000 others wait
   */
  serve(): Promise<number> {
    const { slots } = this
    if (slots === null) return this.#hold(0)
    const cameAtMs = performance.now()
    return new Promise((resolve, reject) => {
      const granted = (): void => {
        void this.#hold(performance.now() - cameAtMs).then((waitMs) => {
          slots.leave()
          resolve(waitMs)
        })
      }
      if (!slots.enter(granted)) reject(new ServiceOverloadedError('too many requests wait for a slot'))
    })
  }

  #hold(waitMs: number): Promise<number> {
    if (this.#serviceMs === 0) return Promise.resolve(waitMs)
    return new Promise((resolve) => {
      this.#timer.hold(this.#serviceMs, () => resolve(waitMs))
    })
  }
}
