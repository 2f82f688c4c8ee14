import { createServer, type Socket } from 'node:net'
import { listenOnLoopback } from './listen-on-loopback.ts'

/** A server that costs next to nothing: whatever is slow with it is the client. On 127.0.0.1, without TLS. */
export interface NullServer {
  /**
   * Port 0 takes a free one.
   *
   * @returns the port
   * @throws the system's error, EADDRINUSE for one
   */
  listen(port: number): Promise<number>
  /** Answered so far. */
  readonly requests: number
  /** Takes no new connections and resets those that are open. */
  close(): void
}

const ANSWER = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok',
)

/**
 * Makes a server that answers every request head it sees with the same 200, pipelined ones too, and keeps connections
 * for as long as the client does. It does not parse: requests are to have no body.
 */
export function createNullServer(): NullServer {
  const open = new Set<Socket>()
  let requests = 0
  const server = createServer({ noDelay: true }, (socket) => {
    const heads = new HeadCounter()
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // A client that resets its connection is done with it: nobody is left to be told.
    socket.on('error', () => {})
    socket.on('data', (bytes: Buffer) => {
      const count = heads.count(bytes)
      requests += count
      if (count > 0) socket.write(count === 1 ? ANSWER : Buffer.concat(Array<Buffer>(count).fill(ANSWER)))
    })
  })
  return {
    listen: (port) => listenOnLoopback(server, port),
    get requests() {
      return requests
    },
    close() {
      server.close()
      for (const socket of open) socket.resetAndDestroy()
    },
  }
}

const CR = 13
const LF = 10

/** Counts the ends of request heads, an empty line each, in a stream of bytes cut anywhere. */
export class HeadCounter {
  /** How much of CR LF CR LF the bytes so far end with. */
  #matched = 0

  /** @returns how many heads end in these bytes */
  count(bytes: Uint8Array): number {
    let heads = 0
    let matched = this.#matched
    for (const byte of bytes) {
      if (byte === CR) matched = matched === 2 ? 3 : 1
      else if (byte === LF && (matched === 1 || matched === 3)) matched++
      else matched = 0
      if (matched === 4) {
        heads++
        matched = 0
      }
    }
    this.#matched = matched
    return heads
  }
}
