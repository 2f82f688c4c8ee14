import { LognormalStream, type LognormalShape } from './lognormal-stream.ts'
import { ServiceSlots } from './service-slots.ts'
import { ServiceTimer } from './service-time.ts'

/** The routes of the shop that cost service time. */
export type ShopRoute = 'products' | 'search' | 'orders'

/** What a request of each route costs unless the options say otherwise. */
export const SHOP_SERVICE_TIMES: Readonly<Record<ShopRoute, LognormalShape>> = {
  products: { meanMs: 1.5, cv: 0.6 },
  search: { meanMs: 4, cv: 0.6 },
  orders: { meanMs: 5, cv: 0.6 },
}

export const SHOP_SLOTS = 4
const SHOP_MAX_QUEUE_LENGTH = 10_000

export interface ShopServiceOptions {
  /** 32-bit integer; the same seed draws the same service times, route by route. */
  readonly seed: number
  /** Requests in service at a time; default 4. */
  readonly slots?: number
  /** Requests that may wait for a slot; one more is refused with 503. Default 10 000. */
  readonly maxQueueLength?: number
  /** Replaces the service times of the routes named. */
  readonly serviceTimes?: Partial<Record<ShopRoute, LognormalShape>>
  /** What every service time is multiplied by, > 0: a build of the shop that is slower or faster. Default 1. */
  readonly serviceTimeFactor?: number
}

/** Thrown for a request that finds the queue full; Fastify answers with `statusCode`. */
export class ShopOverloadedError extends Error {
  override readonly name = 'ShopOverloadedError'
  readonly statusCode = 503
}

/**
 * The work of the shop: a request waits its turn, then holds a slot for the service time drawn for it. Capacity is
 * slots / mean service time. A request whose client has gone away still costs its service time, as in most servers.
 */
export class ShopService {
  readonly slots: ServiceSlots
  readonly #timer: ServiceTimer
  readonly #draws: Readonly<Record<ShopRoute, LognormalStream>>

  /** @throws RangeError when an option is out of range */
  constructor(options: ShopServiceOptions, timer: ServiceTimer = new ServiceTimer()) {
    const factor = options.serviceTimeFactor ?? 1
    if (!(factor > 0 && factor < Infinity)) {
      throw new RangeError(`serviceTimeFactor must be above 0, not ${factor}`)
    }
    const draw = (route: ShopRoute): LognormalStream => {
      const { meanMs, cv } = options.serviceTimes?.[route] ?? SHOP_SERVICE_TIMES[route]
      return new LognormalStream({ meanMs: factor * meanMs, cv }, options.seed, `service-time:${route}`)
    }
    this.slots = new ServiceSlots(
      options.slots ?? SHOP_SLOTS,
      options.maxQueueLength ?? SHOP_MAX_QUEUE_LENGTH,
    )
    this.#timer = timer
    this.#draws = { products: draw('products'), search: draw('search'), orders: draw('orders') }
  }

  /** Resolves when the request has been served; rejects with ShopOverloadedError when the queue is full. */
  serve(route: ShopRoute): Promise<void> {
    const durationMs = this.#draws[route].next()
    return new Promise((resolve, reject) => {
      const hold = (): void => {
        this.#timer.hold(durationMs, () => {
          this.slots.leave()
          resolve()
        })
      }
      if (!this.slots.enter(hold)) reject(new ShopOverloadedError('the queue for a service slot is full'))
    })
  }
}
