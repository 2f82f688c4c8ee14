import { connect as connectTcp, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls, type SecureContextOptions, TLSSocket } from 'node:tls'
import type { DialTimes, Endpoint } from './connection.ts'

/** What a socket is opened to, and how. */
export interface DialTarget extends Pick<Endpoint, 'origin' | 'insecure' | 'dialTimeoutMs'> {
  /** Certificate authorities in PEM, or `null` for the system's. */
  readonly ca: NonNullable<SecureContextOptions['ca']> | null
  /** The name that the server is asked for, and that its certificate must be for; otherwise the origin's. */
  readonly servername?: string
  /** Where the latest TLS session with the target is kept, to be resumed; none is without it. */
  readonly tlsSessions?: TlsSessions
}

/** The TLS session that the next connection to a server resumes. */
export interface TlsSessions {
  latest: Buffer | null
}

/** Told what becomes of a socket: `opened` or `failed` first, `closed` once at the end of an open one. */
export interface SocketListener {
  opened(times: DialTimes): void
  failed(error: Error): void
  /** @param error what ended it, or `null` when the server closed it in good order */
  closed(error: Error | null): void
}

/**
 * Opens a TCP or TLS socket, timed phase by phase, within the target's dial timeout.
 *
 * @param onread memory that plain sockets read into, in place of `data` events
 */
export function openSocket(target: DialTarget, listener: SocketListener, onread?: OnReadOpts): Socket {
  const dial = new Dialing(target.dialTimeoutMs, listener)
  const socket = connect(target, onread)
  dial.watch(socket)
  return socket
}

/** What TLS agreed on, or `null` without TLS. */
export function tlsOf(socket: Socket): { readonly protocol: string; readonly cipher: string } | null {
  if (!(socket instanceof TLSSocket)) return null
  return { protocol: socket.getProtocol() ?? 'unknown', cipher: socket.getCipher().standardName }
}

export class DialTimeoutError extends Error {
  readonly code = 'ETIMEDOUT'

  constructor(timeoutMs: number) {
    super(`no connection within ${timeoutMs} ms`)
  }
}

class Dialing {
  readonly #timeoutMs: number
  readonly #listener: SocketListener
  readonly #startMs = performance.now()
  #foundMs = this.#startMs
  #connectedMs = this.#startMs
  #secure = false
  #opened = false
  #error: Error | null = null

  constructor(timeoutMs: number, listener: SocketListener) {
    this.#timeoutMs = timeoutMs
    this.#listener = listener
  }

  watch(socket: Socket): void {
    this.#secure = socket instanceof TLSSocket
    const timer = setTimeout(() => {
      socket.destroy(new DialTimeoutError(this.#timeoutMs))
    }, this.#timeoutMs)
    socket
      .once('lookup', () => {
        this.#foundMs = performance.now()
      })
      .once('connect', () => {
        this.#connectedMs = performance.now()
      })
      .once(this.#secure ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer)
        this.#opened = true
        this.#listener.opened(this.#times())
      })
      .on('error', (error: Error) => {
        this.#error = error
      })
      .once('close', () => {
        clearTimeout(timer)
        if (this.#opened) this.#listener.closed(this.#error)
        else this.#listener.failed(this.#error ?? new Error('connection closed before it was open'))
      })
  }

  #times(): DialTimes {
    return {
      dnsMs: this.#foundMs - this.#startMs,
      connectMs: this.#connectedMs - this.#foundMs,
      tlsMs: this.#secure ? performance.now() - this.#connectedMs : 0,
    }
  }
}

function connect(target: DialTarget, onread: OnReadOpts | undefined): Socket {
  const url = new URL(target.origin)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol === 'http:') {
    const port = Number(url.port || 80)
    return connectTcp({ host, port, noDelay: true, ...(onread === undefined ? {} : { onread }) })
  }
  const { ca, tlsSessions } = target
  const servername = target.servername ?? (isAddress(host) ? undefined : host)
  const socket = connectTls({
    host,
    port: Number(url.port || 443),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: !target.insecure,
    ...(servername === undefined ? {} : { servername }),
    ...(ca === null ? {} : { ca }),
    ...(tlsSessions?.latest ? { session: tlsSessions.latest } : {}),
  }).setNoDelay(true)
  if (tlsSessions !== undefined) keepSessions(socket, tlsSessions)
  return socket
}

/** A session that a dial fails with is not tried again. */
function keepSessions(socket: TLSSocket, sessions: TlsSessions): void {
  socket
    .on('session', (session: Buffer) => {
      sessions.latest = session
    })
    .once('error', () => {
      sessions.latest = null
    })
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host)
}
