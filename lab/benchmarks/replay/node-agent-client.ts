import { Agent, get as getPlain, type IncomingMessage, type RequestOptions } from 'node:http'
import { Agent as TlsAgent, get as getTls } from 'node:https'
import { createSecureContext } from 'node:tls'
import { policyOf } from '../../../models/clients/client.ts'
import { nodeHttpAgent } from '../../../models/clients/node-http-agent.ts'
import type { PoolSettings } from '../../../models/pool/settings.ts'
import type { ReplayClient, ReplayClientKind } from './replay-client.ts'
import type { ReplayEndpoint } from './running-server.ts'

/** `http.Agent` and, with TLS, `https.Agent` of the Node that runs this. */
export const nodeAgentKind: ReplayClientKind = {
  name: nodeHttpAgent.name,
  policy: policyOf(nodeHttpAgent, 'today'),
  unavailable: async () => null,
  open: async (endpoint, settings) => openNodeAgent(endpoint, settings),
}

export function openNodeAgent({ host, port, ca }: ReplayEndpoint, settings: PoolSettings): ReplayClient {
  const options = {
    keepAlive: true,
    maxSockets: settings.maxConnsPerHost,
    maxFreeSockets: settings.maxIdlePerHost,
    ...(settings.idleTimeoutMs === Infinity ? {} : { timeout: settings.idleTimeoutMs }),
  }
  // Made once: with `ca` alone each connection would parse the certificate again.
  const agent =
    ca === null
      ? new Agent(options)
      : new TlsAgent({ ...options, secureContext: createSecureContext({ ca }) })
  const get = (path: string, listener: (response: IncomingMessage) => void) => {
    const request: RequestOptions = { agent, host, port, path }
    return ca === null ? getPlain(request, listener) : getTls(request, listener)
  }
  return {
    frontMs: 0,
    get: (path) =>
      new Promise((resolve, reject) => {
        get(path, (response) => {
          response.once('error', reject).resume()
          response.once('end', () => {
            if (response.statusCode === 200) resolve()
            else reject(new Error(`status ${response.statusCode}`))
          })
        }).once('error', reject)
      }),
    close: async () => agent.destroy(),
  }
}
