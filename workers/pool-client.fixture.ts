import { PLAIN_POLICY, type PoolPolicy, type StaleRetryRule } from '../models/pool/policy.ts'
import { type PoolSettings, UNLIMITED } from '../models/pool/settings.ts'
import type { Dial, Driver, Endpoint, WireRequest } from './connection.ts'
import { dialWith } from './dial-with.ts'
import { LivePool } from './live-pool.ts'

export const GET: WireRequest = { method: 'GET', path: '/', headers: null, body: null }
export const POST: WireRequest = { method: 'POST', path: '/', headers: null, body: 'x=1' }

/** What most clients do about a stale connection that do anything. */
export const RETRY_IDEMPOTENT: StaleRetryRule = { requests: 'idempotent', times: Infinity, delayMs: 0 }

export interface Answer {
  readonly status: number
  readonly body: string
}

/** A live pool with promises around it, and a log of what it said. */
export class PoolClient {
  readonly pool: LivePool
  /** Request numbers in the order in which they went out, those sent again included. */
  readonly sent: number[] = []
  dials = 0
  retries = 0
  readonly connectionErrors: Error[] = []
  #started = 0

  constructor(
    endpoint: Endpoint,
    settings: Partial<PoolSettings> = {},
    policy: Partial<PoolPolicy> = {},
    driver: Driver = 'undici',
    dial: Dial<WireRequest> = dialWith(driver, endpoint),
  ) {
    this.pool = new LivePool({
      dial,
      settings: { ...UNLIMITED, ...settings },
      policy: { ...PLAIN_POLICY, ...policy },
      clock: () => performance.now(),
      listener: {
        dialed: () => this.dials++,
        retried: () => this.retries++,
        connectionError: (error) => this.connectionErrors.push(error),
      },
    })
  }

  /** @throws what the request failed with */
  send(wire: WireRequest): Promise<Answer> {
    return this.start(wire).answer
  }

  start(wire: WireRequest): {
    readonly number: number
    readonly answer: Promise<Answer>
    readonly abort: (error: Error) => void
  } {
    const number = this.#started++
    let abort: (error: Error) => void = () => {}
    const answer = new Promise<Answer>((resolve, reject) => {
      let status = 0
      let body = ''
      const request = this.pool.request(wire, {
        wantsContent: true,
        sent: () => this.sent.push(number),
        head: (code) => {
          status = code
        },
        data: (chunk) => {
          body += Buffer.from(chunk).toString()
        },
        done: () => resolve({ status, body }),
        failed: reject,
      })
      abort = (error) => this.pool.abort(request, error)
    })
    // A failure is looked at when the test asks for the answer.
    answer.catch(() => {})
    return { number, answer, abort }
  }
}

export function endpointAt(origin: string): Endpoint {
  return {
    origin,
    pathPrefix: '',
    ca: null,
    insecure: false,
    dialTimeoutMs: 5000,
    requestTimeoutMs: 10_000,
  }
}
