import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { TargetSample } from '../../models/measurement/target-sample.ts'
import type { Certificate } from './certificate.ts'
import { ConnectionCounters } from './connection-counters.ts'
import { controlKeepAliveHeader } from './keep-alive-header.ts'
import { RequestCounters } from './request-counters.ts'
import { registerShopRoutes } from './shop-routes.ts'
import { ShopService, type ShopServiceOptions } from './shop-service.ts'
import type { ShopServiceStats } from './shop-stats.ts'

export const SHOP_KEEP_ALIVE_TIMEOUT_MS = 65_000

export interface ShopOptions extends ShopServiceOptions {
  /**
   * How long an idle connection stays open, a whole number of ms; 0 means for ever. Node closes it up to 1 s later
   * than this (its `keepAliveTimeoutBuffer`). Default 65 000.
   */
  readonly keepAliveTimeoutMs?: number
  /** Whether responses carry `Keep-Alive: timeout=`, in whole seconds rounded down. Default true. */
  readonly keepAliveHeader?: boolean
}

/** The built-in target: a small web shop with a true knee. It logs nothing. */
export interface Shop {
  /**
   * Listens on 127.0.0.1; port 0 takes a free one.
   *
   * @returns the port
   * @throws the system's error, EADDRINUSE for one
   */
  listen(port: number): Promise<number>
  connections(): Pick<TargetSample, 'openConnections' | 'acceptedConnections' | 'requestsReceived'>
  serviceStats(): ShopServiceStats
  /** Takes no new connections, closes the idle ones, and resolves when the requests in flight are answered. */
  close(): Promise<void>
}

/** @throws RangeError when an option is out of range */
export function createShop(options: ShopOptions, certificate: Certificate | null): Shop {
  const keepAliveTimeoutMs = options.keepAliveTimeoutMs ?? SHOP_KEEP_ALIVE_TIMEOUT_MS
  if (!Number.isInteger(keepAliveTimeoutMs) || keepAliveTimeoutMs < 0) {
    throw new RangeError(
      `keepAliveTimeoutMs must be a whole number of ms of 0 or more, not ${keepAliveTimeoutMs}`,
    )
  }
  const service = new ShopService(options)
  const requests = new RequestCounters()
  const connections = new ConnectionCounters()
  const app = createFastify(keepAliveTimeoutMs, certificate)
  connections.attach(app.server)
  requests.attach(app)
  controlKeepAliveHeader(app, keepAliveTimeoutMs, options.keepAliveHeader ?? true)
  registerShopRoutes(app, service)

  return {
    async listen(port) {
      await app.listen({ host: '127.0.0.1', port })
      const address = app.server.address()
      if (address === null || typeof address === 'string') throw new Error('the shop has no TCP port')
      return address.port
    },
    connections: () => ({
      openConnections: connections.open,
      acceptedConnections: connections.accepted,
      requestsReceived: requests.received,
    }),
    serviceStats: () => ({
      state: requests.state,
      slots: service.slots.limit,
      busySlots: service.slots.busy,
      queueLength: service.slots.queueLength,
      inFlight: requests.inFlight,
      requestsAnswered: requests.answered,
      requestsFailed: requests.failed,
      requestsAborted: requests.aborted,
      responseBodyBytes: requests.bytesSent,
      requestsByRoute: requests.receivedByRoute,
      responsesByStatus: requests.answeredByStatus,
    }),
    close: async () => {
      await app.close()
    },
  }
}

function createFastify(keepAliveTimeout: number, certificate: Certificate | null): FastifyInstance {
  const options = {
    logger: false,
    keepAliveTimeout,
    // While it drains, the shop still serves what is in flight on open connections.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  } satisfies FastifyServerOptions
  if (certificate === null) return Fastify(options)
  return Fastify({ ...options, https: { ...certificate } })
}
