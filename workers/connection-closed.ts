/** The server closed the connection before it had answered. */
export class ConnectionClosed extends Error {
  readonly code = 'closed-by-server'

  constructor() {
    super('the server closed the connection')
  }
}
