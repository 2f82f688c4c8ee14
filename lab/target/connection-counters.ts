import type { Server, Socket } from 'node:net'

/** Counts the TCP connections of a server, of a TLS server too: each once, when it is accepted. */
export class ConnectionCounters {
  accepted = 0
  open = 0

  attach(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.accepted++
      this.open++
      socket.once('close', () => {
        this.open--
      })
    })
  }
}
