import { once } from 'node:events'
import { createServer } from 'node:net'
import { isLoopback } from '../allowed-host.ts'
import { portRefused } from './port-refused.ts'
import { TargetStartError } from './start-target.ts'

/**
 * Makes sure that it will be the command that answers at a port, and not what listens there already.
 *
 * @param option that the user said it by, such as `target.port`
 * @throws TargetStartError when the port is taken, or may not be opened by this user
 */
export async function requireFreePort(port: number, option: string): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    throw new TargetStartError(explain(port, option, error as NodeJS.ErrnoException), port, { cause: error })
  }
  server.close()
  await once(server, 'close')
}

/** The port of a URL that names one on this machine; `null` for others. */
export function localPortOf(url: URL): number | null {
  if (!isLoopback(url.hostname)) return null
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

function explain(port: number, option: string, error: NodeJS.ErrnoException): string {
  return `${option}: ${portRefused(port, error.code) ?? `port ${port} on 127.0.0.1 cannot be opened: ${error.message}`}`
}
