import { KneeAgent } from '../../../workers/undici/knee-agent.ts'
import type { DownstreamOptions, ServiceOptions } from './service-options.ts'
import type { WorkQuery } from './work-route.ts'

const DEADLINE_MS = 10_000

/** Thrown for a class that has no connections. */
class UnknownClassError extends Error {
  override readonly name = 'UnknownClassError'
  readonly statusCode = 400
}

/** Hands work on to the next service: through connections that all classes share, or through those of its class. */
export class WorkRelay {
  readonly #origin: string
  readonly #shared: KneeAgent | null
  readonly #byClass: ReadonlyMap<string, KneeAgent>

  constructor({ origin, ca }: DownstreamOptions, pools: ServiceOptions['pools']) {
    const agent = (connections: number | null): KneeAgent =>
      new KneeAgent({
        headersTimeout: DEADLINE_MS,
        ...(connections === null ? {} : { maxConnsPerHost: connections, waitTimeout: DEADLINE_MS }),
        ...(ca === null ? {} : { connect: { ca } }),
      })
    this.#origin = origin
    this.#shared = pools === null || typeof pools === 'number' ? agent(pools) : null
    const own = pools === null || typeof pools === 'number' ? [] : Object.entries(pools)
    this.#byClass = new Map(own.map(([name, connections]) => [name, agent(connections)]))
  }

  /** @throws UnknownClassError; what the agent throws */
  async send(query: WorkQuery) {
    const agent = this.#shared ?? this.#byClass.get(query.class)
    if (agent === undefined) throw new UnknownClassError(`no connections are kept for ${query.class}`)
    const parameters = new URLSearchParams({
      class: query.class,
      holdMs: String(query.holdMs),
      chunks: String(query.chunks),
    })
    return agent.request({ origin: this.#origin, path: `/work?${parameters.toString()}`, method: 'GET' })
  }

  async close(): Promise<void> {
    const agents = [...(this.#shared === null ? [] : [this.#shared]), ...this.#byClass.values()]
    await Promise.all(agents.map((agent) => agent.destroy()))
  }
}
