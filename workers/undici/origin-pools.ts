import { errors } from 'undici/index.js'
import type { OriginPool } from './origin-pool.ts'

/**
 * The pools of an agent, by origin. One that has held nothing for a while is forgotten, so that an agent that goes
 * from origin to origin does not grow.
 */
export class OriginPools {
  readonly #create: (url: URL) => OriginPool
  readonly #byOrigin = new Map<string, OriginPool>()
  /** Held nothing when they were last looked at, and were not asked for since. */
  readonly #unused = new Set<string>()
  #timer: NodeJS.Timeout | null = null

  constructor(create: (url: URL) => OriginPool) {
    this.#create = create
  }

  get size(): number {
    return this.#byOrigin.size
  }

  /** @throws InvalidArgumentError when it is no origin of http or https */
  to(origin: string | URL | undefined): OriginPool {
    const known = typeof origin === 'string' ? this.#byOrigin.get(origin) : undefined
    if (known !== undefined) return this.#used(known)
    const url = urlOf(origin)
    const pool = this.#byOrigin.get(url.origin)
    if (pool !== undefined) return this.#used(pool)
    return this.#add(url)
  }

  all(): Iterable<OriginPool> {
    return this.#byOrigin.values()
  }

  /** Forgets the pools that hold nothing, and held nothing and were not asked for since the last time. */
  forgetUnused(): void {
    for (const [origin, pool] of this.#byOrigin) {
      if (!pool.isEmpty) this.#unused.delete(origin)
      else if (this.#unused.has(origin)) this.#forget(origin, pool)
      else this.#unused.add(origin)
    }
    if (this.#byOrigin.size === 0) this.#stop()
  }

  /** Closes every connection; requests under way fail with the error. */
  close(error: Error): void {
    this.#stop()
    for (const { pool } of this.#byOrigin.values()) pool.close(error)
  }

  #used(pool: OriginPool): OriginPool {
    if (this.#unused.size > 0) this.#unused.delete(pool.url.origin)
    return pool
  }

  #add(url: URL): OriginPool {
    const pool = this.#create(url)
    this.#byOrigin.set(url.origin, pool)
    this.#timer ??= setInterval(() => this.forgetUnused(), FORGETTING_PERIOD_MS).unref()
    return pool
  }

  #forget(origin: string, { pool }: OriginPool): void {
    this.#byOrigin.delete(origin)
    this.#unused.delete(origin)
    pool.close(new errors.ClientClosedError())
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}

const FORGETTING_PERIOD_MS = 30_000

function urlOf(origin: string | URL | undefined): URL {
  const text = String(origin ?? '')
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new errors.InvalidArgumentError(`opts.origin must be an http: or https: URL; it is '${text}'`)
}
