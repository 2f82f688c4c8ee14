import { WeightedBalancer } from '../models/balance/weighted-balancer.ts'
import type { IdleConnection } from '../models/pool/idle-connection.ts'
import { NO_RETRY, type PoolPolicy } from '../models/pool/policy.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { PreparedRequest } from '../models/requests/request-source.ts'
import { BalancedRequest } from './balanced-request.ts'
import type { Endpoint } from './connection.ts'
import { BalancedMachine } from './balanced-machine.ts'
import type { LivePool } from './live-pool.ts'
import type { PooledRequest, RequestListener } from './pooled-request.ts'

/** Where the requests of a load task go when that is not one endpoint. */
export interface BalancedLoad {
  /** Not empty. */
  readonly endpoints: readonly Endpoint[]
  /** To begin with: one for each endpoint, finite and ≥ 0. */
  readonly weights: readonly number[]
  /**
   * Whether a request whose connection was closed before any byte of a response is sent again, to the same endpoint,
   * where the client does so. Otherwise it has failed: what is lost is to be seen.
   */
  readonly staleRetry: boolean
}

/** What became of the requests for one endpoint, those of the warm-up included. */
export interface EndpointCounts {
  readonly origin: string
  /** How many the balancer gave it. */
  readonly picked: number
  /** Complete responses, whatever their status. */
  readonly answered: number
  /** Ended without a complete response. */
  readonly failed: number
}

type Counts = { -readonly [Key in keyof EndpointCounts]: EndpointCounts[Key] }

/** The client's own policy, or what it comes to when nothing is sent again. */
export function policyWhenBalanced(policy: PoolPolicy, { staleRetry }: BalancedLoad): PoolPolicy {
  return staleRetry ? policy : { ...policy, staleRetry: NO_RETRY }
}

/** A pool for each of several endpoints, and a balancer that says which of them a request goes to. */
export class BalancedPool {
  /** What all the pools come to; for figures. */
  readonly machine: BalancedMachine
  readonly #pools: ReadonlyArray<LivePool<PreparedRequest>>
  readonly #balancer: WeightedBalancer
  readonly #counts: readonly Counts[]
  readonly #clock: () => number

  /**
   * @param poolTo makes the pool to an endpoint
   * @throws RangeError when there is no endpoint, or the weights are not one for each, finite and ≥ 0
   */
  constructor(
    { endpoints, weights }: BalancedLoad,
    poolTo: (endpoint: Endpoint) => LivePool<PreparedRequest>,
    clock: () => number,
  ) {
    if (weights.length !== endpoints.length)
      throw new RangeError(`${endpoints.length} endpoints have ${weights.length} weights`)
    this.#balancer = new WeightedBalancer(weights)
    this.#pools = endpoints.map(poolTo)
    this.#counts = endpoints.map(({ origin }) => ({ origin, picked: 0, answered: 0, failed: 0 }))
    this.#clock = clock
    this.machine = new BalancedMachine(this.#pools.map(({ machine }) => machine))
  }

  /** As they stand now, in the order of the endpoints. */
  get counts(): readonly EndpointCounts[] {
    return this.#counts.map((counts) => ({ ...counts }))
  }

  /**
   * Sends a request to the endpoint whose turn it is; it fails at once while all weights are 0.
   *
   * @returns the request, for `abort`
   */
  request(wire: PreparedRequest, listener: RequestListener): PooledRequest<PreparedRequest> {
    const endpoint = this.#balancer.pick()
    if (endpoint === null) {
      listener.failed(new NoEndpoint(), this.#clock())
      return { wire, listener, claim: -1, connection: null, attempts: 0 }
    }
    const pool = this.#pools[endpoint] as LivePool<PreparedRequest>
    const counts = this.#counts[endpoint] as Counts
    counts.picked++
    return pool.request(wire, new BalancedRequest(listener, pool, counts))
  }

  /** Gives up on a request wherever it is; its connection, if it has one, is closed. */
  abort(request: PooledRequest<PreparedRequest>, error: Error): void {
    if (request.listener instanceof BalancedRequest) request.listener.pool.abort(request, error)
  }

  /**
   * From the next request on. Requests that have been given to an endpoint stay there.
   *
   * @throws RangeError when they are not one for each endpoint, finite and ≥ 0
   */
  setWeights(weights: readonly number[]): void {
    this.#balancer.setWeights(weights)
  }

  /** Other settings from now on, for each endpoint. */
  reconfigure(settings: PoolSettings): void {
    for (const pool of this.#pools) pool.reconfigure(settings)
  }

  /**
   * Opens connections before any traffic, dealt out to the endpoints in turn.
   *
   * @param idle as for `LivePool.prime`: times relative to now, oldest first
   * @throws the error of the first connection that could not be opened
   */
  async prime(idle: readonly IdleConnection[]): Promise<void> {
    const endpoints = this.#pools.length
    await Promise.all(
      this.#pools.map((pool, endpoint) => pool.prime(idle.filter((_, i) => i % endpoints === endpoint))),
    )
  }

  /** Resolves when no dial is under way, or after `deadlineMs`. */
  async settled(deadlineMs: number): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.settled(deadlineMs)))
  }

  /** Closes every connection; requests still under way fail with the error. */
  close(error: Error): void {
    for (const pool of this.#pools) pool.close(error)
  }
}

/** No endpoint takes requests: all weights are 0. */
class NoEndpoint extends Error {
  readonly code = 'no-endpoint'

  constructor() {
    super('no endpoint takes requests')
  }
}
