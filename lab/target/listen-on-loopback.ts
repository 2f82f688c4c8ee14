import type { Server } from 'node:net'

/**
 * @param port on 127.0.0.1; 0 for a free one
 * @returns the port
 * @throws the system's error when it cannot listen there
 */
export function listenOnLoopback(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('the server has no TCP port'))
      else resolve(address.port)
    })
  })
}
