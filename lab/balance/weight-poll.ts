import { Agent as HttpAgent, get as getHttp, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, get as getHttps } from 'node:https'

const FULL_WEIGHT = 100
const LONGEST_ANSWER = 4096

/** Where an instance is asked for its weight. */
export interface WeightSource {
  /** e.g. `http://127.0.0.1:8080`. */
  readonly origin: string
  /** Certificate authority in PEM, or `null` for the system's. */
  readonly ca: string | null
  /** Accept any certificate. */
  readonly insecure: boolean
}

/** Asks an instance by `GET /weight` how much traffic it wants, on a connection of its own. */
export class WeightPoll {
  readonly #url: string
  readonly #timeoutMs: number
  readonly #agent: HttpAgent
  readonly #get: typeof getHttp

  /** @param timeoutMs after which it counts as unreachable */
  constructor({ origin, ca, insecure }: WeightSource, timeoutMs: number) {
    const isTls = origin.startsWith('https:')
    const tls = { ...(ca === null ? {} : { ca }), rejectUnauthorized: !insecure }
    this.#url = `${origin}/weight`
    this.#timeoutMs = timeoutMs
    this.#agent = isTls
      ? new HttpsAgent({ keepAlive: true, maxSockets: 1, ...tls })
      : new HttpAgent({ keepAlive: true, maxSockets: 1 })
    this.#get = isTls ? getHttps : getHttp
  }

  /** @returns 0 to 100; 0 where it cannot be reached or gives no sense */
  async read(): Promise<number> {
    try {
      const weight = weightIn(await this.#ask())
      return Number.isFinite(weight) ? Math.min(Math.max(0, weight), FULL_WEIGHT) : 0
    } catch {
      return 0
    }
  }

  close(): void {
    this.#agent.destroy()
  }

  #ask(): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = this.#get(this.#url, { agent: this.#agent }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`))
        textOf(response).then(resolve, reject)
      })
      const overdue = setTimeout(() => request.destroy(new Error('no answer in time')), this.#timeoutMs)
      request.once('error', reject).once('close', () => clearTimeout(overdue))
    })
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk
    if (text.length > LONGEST_ANSWER) throw new Error('the answer is too long')
  }
  return text
}

function weightIn(text: string): number {
  const answer = JSON.parse(text) as { readonly weight?: unknown } | null
  return typeof answer?.weight === 'number' ? answer.weight : Number.NaN
}
