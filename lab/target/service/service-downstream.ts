import { KneeAgent } from '../../../workers/undici/knee-agent.ts'
import { sendHeaders } from '../hooks/headers/request-headers.ts'
import { contextHeaders, currentContext, tracedDispatcher } from '../hooks/hooks.ts'
import type { DownstreamOptions, ServiceOptions } from './service-options.ts'

const DEADLINE_MS = 5000

/** Calls the next service, within the current request's trace where the service has contexts. */
export class DownstreamClient {
  readonly #origin: string
  readonly #agent: KneeAgent
  readonly #dispatcher: Pick<KneeAgent, 'request'>
  readonly #headers: ReturnType<typeof sendHeaders> | null

  constructor(
    { origin, ca }: DownstreamOptions,
    { name, hooks, headers }: Pick<ServiceOptions, 'name' | 'hooks' | 'headers'>,
  ) {
    this.#origin = origin
    this.#agent = new KneeAgent({ headersTimeout: DEADLINE_MS, ...(ca === null ? {} : { connect: { ca } }) })
    const traced = hooks.context === false ? null : tracedDispatcher(this.#agent, { service: name })
    this.#dispatcher = traced ?? this.#agent
    this.#headers = headers == null ? null : sendHeaders({ mode: headers })
  }

  /**
   * What its `/downstream` answers.
   *
   * @throws what the agent throws; Error when the answer is not one of success
   */
  async call(): Promise<unknown> {
    const { statusCode, body } = await this.#send()
    if (statusCode === 200) return body.json()
    await body.dump()
    throw new Error(`the next service answered with ${statusCode}`)
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  #send() {
    const ask = (headers: Record<string, string> | string[]) =>
      this.#dispatcher.request({ origin: this.#origin, path: '/downstream', method: 'GET', headers })
    if (this.#headers === null) return ask({ accept: 'application/json' })
    const context = currentContext()
    return this.#headers.send(
      {
        requestId: context?.requestId ?? '',
        traceparent: contextHeaders(context)['traceparent'] ?? '',
        deadlineMs: DEADLINE_MS,
      },
      ask,
    )
  }
}
