import { goNetHttp } from '../../../models/clients/go-net-http.ts'
import type { PoolPolicy } from '../../../models/pool/policy.ts'
import type { PoolSettings } from '../../../models/pool/settings.ts'
import { dialWith } from '../../../workers/dial-with.ts'
import { LivePool } from '../../../workers/live-pool.ts'
import type { ReplayClient, ReplayClientKind } from './replay-client.ts'
import type { ReplayEndpoint } from './running-server.ts'

/** kneepoint's own pool on sockets, which pools as Go's `net/http` does. */
export const livePoolKind: ReplayClientKind = {
  name: 'live-pool',
  policy: goNetHttp.policy,
  unavailable: async () => null,
  open: async (endpoint, settings) => openLivePool(endpoint, settings, goNetHttp.policy),
}

const TIMEOUT_MS = 10_000

function openLivePool(
  { host, port, ca }: ReplayEndpoint,
  settings: PoolSettings,
  policy: PoolPolicy,
): ReplayClient {
  const pool = new LivePool({
    dial: dialWith('undici', {
      origin: `${ca === null ? 'http' : 'https'}://${host}:${port}`,
      pathPrefix: '',
      ca,
      insecure: false,
      dialTimeoutMs: TIMEOUT_MS,
      requestTimeoutMs: TIMEOUT_MS,
    }),
    settings,
    policy,
    clock: () => performance.now(),
    listener: { dialed: () => {}, retried: () => {}, connectionError: () => {} },
  })
  return {
    frontMs: 0,
    get: (path) => getThrough(pool, path),
    close: async () => pool.close(new Error('the play is over')),
  }
}

function getThrough(pool: LivePool, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let status = 0
    pool.request(
      { method: 'GET', path, headers: null, body: null },
      {
        wantsContent: false,
        sent: () => {},
        head: (code) => {
          status = code
        },
        data: () => {},
        done: () => (status === 200 ? resolve() : reject(new Error(`status ${status}`))),
        failed: reject,
      },
    )
  })
}
