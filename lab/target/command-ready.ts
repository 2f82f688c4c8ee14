import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 250
const TRY_LIMIT_MS = 2_000
/** From here on a status says that the server is not ready. */
const FIRST_UNREADY_STATUS = 500

export interface ReadyCheck {
  /** Where the load will go. */
  readonly url: URL
  /** Is asked for until it is answered with a status below 500; `null` waits until a connection is accepted. */
  readonly path: string | null
  /** PEM to trust; `null` for what the system trusts. */
  readonly ca: string | null
  readonly insecure: boolean
}

/**
 * Waits until a server is ready.
 *
 * @param signal aborted, it is not asked any more
 * @returns `null` when it is, and what the last try showed when it is not after `limitMs`, or the signal is aborted
 */
export async function awaitReady(
  check: ReadyCheck,
  limitMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  const endMs = performance.now() + limitMs
  let pauseMs = FIRST_PAUSE_MS
  for (;;) {
    const problem = await tryOnce(check)
    if (problem === null || signal.aborted || performance.now() + pauseMs > endMs) return problem
    await sleep(pauseMs, undefined, { signal }).catch(() => {})
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)
  }
}

/** @returns `null` when the server is ready, else what is wrong */
function tryOnce(check: ReadyCheck): Promise<string | null> {
  return check.path === null ? tryConnection(check.url) : tryRequest(check, check.path)
}

function tryConnection(url: URL): Promise<string | null> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const socket = connect({ host: hostOf(url), port })
  return new Promise<string | null>((resolve) => {
    socket.once('connect', () => resolve(null))
    socket.once('error', (error) => resolve(explain(url, error)))
    socket.setTimeout(TRY_LIMIT_MS, () => resolve(`${url.host} does not accept connections`))
  }).finally(() => socket.destroy())
}

function tryRequest({ url, ca, insecure }: ReadyCheck, path: string): Promise<string | null> {
  const request: ClientRequest = (url.protocol === 'https:' ? httpsRequest : httpRequest)({
    host: hostOf(url),
    port: url.port,
    path,
    agent: false,
    headers: { host: url.host },
    ...(ca === null ? {} : { ca }),
    rejectUnauthorized: !insecure,
  })
  return new Promise<string | null>((resolve) => {
    request.once('response', ({ statusCode = 0 }: IncomingMessage) => {
      resolve(statusCode < FIRST_UNREADY_STATUS ? null : `GET ${path} was answered with status ${statusCode}`)
    })
    request.on('error', (error) => resolve(explain(url, error)))
    request.setTimeout(TRY_LIMIT_MS, () => resolve(`GET ${path} was not answered within 2 s`))
    request.end()
  }).finally(() => request.destroy())
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function explain(url: URL, error: NodeJS.ErrnoException): string {
  if (error.code === 'ECONNREFUSED') return `nothing listens on ${url.host}`
  return `${url.host} cannot be used: ${error.message || String(error.code)}`
}
