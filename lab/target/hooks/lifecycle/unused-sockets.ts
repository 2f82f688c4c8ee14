import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { Server as TlsServer } from 'node:tls'

/**
 * Connections on which not a byte of a request has come. Node's own `closeIdleConnections` leaves them open, since
 * their first request might be under way, and a server is not closed before the last of them has gone.
 */
export class UnusedSockets {
  /** With the bytes that each had read when it was ready for a request: those of the TLS handshake. */
  readonly #open = new Map<Socket, number>()

  /** @param server over HTTP/1.1, with or without TLS */
  constructor(server: Server) {
    server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#open.set(socket, socket.bytesRead)
      socket.once('close', () => this.#open.delete(socket))
    })
  }

  /** Closes them. */
  close(): void {
    for (const [socket, bytes] of this.#open) if (socket.bytesRead === bytes) socket.destroy()
  }
}
