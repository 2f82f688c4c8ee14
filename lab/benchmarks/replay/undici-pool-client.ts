import { policyOf } from '../../../models/clients/client.ts'
import { undici } from '../../../models/clients/undici.ts'
import type { PoolSettings } from '../../../models/pool/settings.ts'
import { Pool } from '../../../workers/undici/connection-undici.ts'
import type { ReplayClient, ReplayClientKind } from './replay-client.ts'
import type { ReplayEndpoint } from './running-server.ts'

/** undici's `Pool`, with its own reading of the server's hint. */
export const undiciPoolKind: ReplayClientKind = {
  name: undici.name,
  policy: policyOf(undici, 'today'),
  unavailable: async () => null,
  open: async (endpoint, settings) => openUndiciPool(endpoint, settings),
}

/** The longest timer there is. */
const LONGEST_MS = 2 ** 31 - 1

function openUndiciPool({ host, port, ca }: ReplayEndpoint, settings: PoolSettings): ReplayClient {
  const { maxConnsPerHost, idleTimeoutMs, maxLifetimeMs } = settings
  const pool = new Pool(`${ca === null ? 'http' : 'https'}://${host}:${port}`, {
    pipelining: 1,
    connections: maxConnsPerHost === Infinity ? null : maxConnsPerHost,
    keepAliveTimeout: Math.min(idleTimeoutMs, LONGEST_MS),
    ...(maxLifetimeMs === Infinity ? {} : { clientTtl: maxLifetimeMs }),
    ...(ca === null ? {} : { connect: { ca } }),
  })
  return {
    frontMs: 0,
    get: async (path) => {
      const { statusCode, body } = await pool.request({ method: 'GET', path })
      await body.text()
      if (statusCode !== 200) throw new Error(`status ${statusCode}`)
    },
    close: () => pool.destroy(),
  }
}
