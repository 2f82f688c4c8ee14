import type { DialTimes, Endpoint, WireRequest } from '../workers/connection.ts'
import { UndiciConnection } from '../workers/undici/connection-undici.ts'
import { errorKind } from '../workers/error-kind.ts'
import { keepAliveHintMs, saysClose } from '../workers/keep-alive-header.ts'
import { UnusableRun } from './unusable-run.ts'

/** What one connection showed. Times in ms. */
export interface Visit {
  readonly dialMs: number
  /** The part of it that TCP took. */
  readonly tcpMs: number
  readonly exchanges: readonly Exchange[]
  readonly tls: { readonly protocol: string; readonly cipher: string } | null
}

export interface Exchange {
  readonly durationMs: number
  readonly hintMs: number | null
  readonly closes: boolean
}

/**
 * Opens a connection and sends the same request on it until the server closes it, or so many times.
 *
 * @param signal aborted, it closes the connection at once
 * @throws UnusableRun that says why the target cannot be used
 * @throws the signal's reason when it is aborted
 */
export async function visitTarget(
  endpoint: Endpoint,
  request: WireRequest,
  times: number,
  signal?: AbortSignal,
): Promise<Visit> {
  signal?.throwIfAborted()
  const { connection, opened } = open(endpoint)
  const exchanges: Exchange[] = []
  try {
    const dial = await unlessAborted(signal, opened)
    for (let i = 0; i < times; i++) {
      const exchange = await unlessAborted(signal, ask(connection, request))
      exchanges.push(exchange)
      if (exchange.closes) break
    }
    const { dnsMs, connectMs, tlsMs } = dial
    return { dialMs: dnsMs + connectMs + tlsMs, tcpMs: dnsMs + connectMs, exchanges, tls: connection.tls }
  } catch (error) {
    signal?.throwIfAborted()
    const { message } = error as Error
    throw new UnusableRun(explainFailure(endpoint, errorKind(error as Error), message), { cause: error })
  } finally {
    connection.destroy()
  }
}

function open(endpoint: Endpoint): { connection: UndiciConnection; opened: Promise<DialTimes> } {
  let resolve: (dial: DialTimes) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const opened = new Promise<DialTimes>((...settle) => {
    ;[resolve, reject] = settle
  })
  const connection = new UndiciConnection(endpoint, {
    opened: (dial) => resolve(dial),
    dialFailed: (error) => reject(error),
    closed: () => {},
  })
  return { connection, opened }
}

/** @throws the signal's reason as soon as it is aborted */
function unlessAborted<Value>(signal: AbortSignal | undefined, work: Promise<Value>): Promise<Value> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function ask(connection: UndiciConnection, request: WireRequest): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now()
    let hintMs: number | null = null
    let closes = false
    connection.send(request, {
      wantsContent: true,
      head: (_status, headers) => {
        hintMs = keepAliveHintMs(headers['keep-alive'])
        closes ||= saysClose(headers['connection'])
      },
      data: () => {},
      end: (open) => resolve({ durationMs: performance.now() - startMs, hintMs, closes: closes || !open }),
      error: reject,
    })
  })
}

/** @param kind as errors are counted @param message of the error, for kinds without an explanation */
export function explainFailure(endpoint: Endpoint, kind: string, message: string): string {
  return `target ${endpoint.origin} cannot be used: ${explanations[kind] ?? message} (${kind})`
}

const explanations: Readonly<Record<string, string>> = {
  refused: 'nothing listens there; start it, or correct the URL',
  'name-not-found': 'its name cannot be resolved; correct the URL',
  'dial-timeout': 'it does not accept connections; is it the right port?',
  timeout: 'it accepted the connection and the request, but did not answer in time',
  reset: 'it closed the connection at once; is it TLS where plain text was sent, or the other way round?',
  'closed-by-server': 'it closed the connection without an answer',
  'malformed-response': 'what it answered is not HTTP/1.1',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is self-signed; name it with caFile (--ca), or set insecure (--insecure)',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate chain ends in an unknown authority; name it with caFile (--ca), or set insecure (--insecure)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the authority of its certificate is unknown; name it with caFile (--ca), or set insecure (--insecure)',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another name; correct the URL, or set insecure (--insecure)',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on that port; use http://',
}
