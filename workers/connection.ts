/** Where connections go, and what to trust there. */
export interface Endpoint {
  /** e.g. `https://127.0.0.1:8443`. */
  readonly origin: string
  /** Put in front of every path; empty, or starts with a slash and does not end with one. */
  readonly pathPrefix: string
  /** Certificate authority in PEM, or `null` for the system's. */
  readonly ca: string | null
  /** Accept any certificate. */
  readonly insecure: boolean
  readonly dialTimeoutMs: number
  readonly requestTimeoutMs: number
}

/** What speaks HTTP/1.1 on the sockets: undici's client, or kneepoint's own. */
export type Driver = 'undici' | 'wire'

/** One request as it goes on the wire. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>> | null
  readonly body: string | null
}

/** Names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>

/** Told how an exchange on a connection went: `head`, then any number of `data`, then `end`; or `error`. */
export interface ExchangeListener {
  /** Whether the response is looked at: else `head` may be given the headers about the connection alone, and `data` never called. */
  readonly wantsContent: boolean
  head(status: number, headers: ResponseHeaders): void
  /** @param chunk valid during the call only: its memory may be read into again */
  data(chunk: Uint8Array): void
  /**
   * @param open whether the connection can carry another request: the response, or HTTP/1.0, may have ended it
   * @param excess when the server sent more than the response: the response itself is complete
   */
  end(open: boolean, excess?: Error): void
  error(error: Error): void
}

/** How long it took to open a connection, in ms: together the whole dial. */
export interface DialTimes {
  /** Looking its name up; 0 for an address. */
  readonly dnsMs: number
  /** TCP. */
  readonly connectMs: number
  /** 0 without TLS. */
  readonly tlsMs: number
}

/** Told what becomes of a connection: `opened` or `dialFailed` first, `closed` once at the end of an open one. */
export interface ConnectionListener {
  opened(times: DialTimes): void
  dialFailed(error: Error): void
  /** @param error what the server did wrong while no request was on the connection, or `null` */
  closed(error: Error | null): void
}

/** One TCP or TLS connection that carries one request at a time. */
export interface Connection<Request> {
  /** Whether it has been opened and not been closed since, by either side. */
  readonly isOpen: boolean
  /**
   * Sends a request; there must be none on the connection. When it has been closed, `error` tells of `ConnectionClosed`
   * or the like after this returns.
   */
  send(request: Request, listener: ExchangeListener): void
  /** Closes the connection at once; its listener hears no more. */
  destroy(): void
}

/** Begins to open a connection; the listener is told of the outcome later, never before this returns. */
export type Dial<Request> = (listener: ConnectionListener) => Connection<Request>
