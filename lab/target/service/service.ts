import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { Certificate } from '../certificate.ts'
import { ConnectionCounters } from '../connection-counters.ts'
import type { DownstreamClient } from './service-downstream.ts'
import { type ServiceFigures, serviceFigures } from './service-figures.ts'
import type { ServiceOptions } from './service-options.ts'
import { registerPlugins } from './service-plugins.ts'
import { registerServiceRoutes } from './service-routes.ts'
import { ServiceWork } from './service-work.ts'
import type { WorkRelay } from './work-relay.ts'
import { registerWorkRoute } from './work-route.ts'

/** One process's worth of the built-in service. It logs nothing. */
export interface Service {
  /**
   * Listens on 127.0.0.1; port 0 takes a free one.
   *
   * @returns the port
   * @throws the system's error, EADDRINUSE for one
   */
  listen(port: number): Promise<number>
  figures(): ServiceFigures
  /**
   * With the hook `lifecycle`: gives up its share of the traffic, answers what still comes, and closes. Without it there
   * is nothing to be done, as in a program that does not listen to SIGTERM.
   */
  drain(): Promise<void>
  /** Answers what is in flight, and closes. */
  close(): Promise<void>
}

/** @throws RangeError when an option of a hook is out of range */
export async function createService(options: ServiceOptions): Promise<Service> {
  const app = createFastify(options.certificate)
  const work = new ServiceWork(options.serviceMs, options.slots)
  const { downstream, relay } = await createClients(options)
  const connections = new ConnectionCounters()
  let requestsReceived = 0
  connections.attach(app.server)
  app.server.on('request', ({ url }) => {
    if (url !== '/weight' && url !== '/readyz') requestsReceived++
  })
  await registerPlugins(app, options)
  registerServiceRoutes(app, work, downstream, options)
  registerWorkRoute(app, relay)
  const closeClients = async (): Promise<void> => {
    await downstream?.close()
    await relay?.close()
  }
  const close = async (): Promise<void> => {
    await app.close()
    await closeClients()
  }
  return {
    async listen(port) {
      await app.listen({ host: '127.0.0.1', port })
      const address = app.server.address()
      if (address === null || typeof address === 'string') throw new Error('the service has no TCP port')
      return address.port
    },
    figures: () => serviceFigures(app, work, connections, requestsReceived),
    async drain() {
      if (options.hooks.lifecycle === false) return
      await app.lifecycle.stop()
      await closeClients()
    },
    close,
  }
}

interface Clients {
  readonly downstream: DownstreamClient | null
  readonly relay: WorkRelay | null
}

async function createClients(options: ServiceOptions): Promise<Clients> {
  if (options.downstream === null) return { downstream: null, relay: null }
  // The agent takes as long to load as all the rest of the service.
  const { DownstreamClient } = await import('./service-downstream.ts')
  const { WorkRelay } = await import('./work-relay.ts')
  return {
    downstream: new DownstreamClient(options.downstream, options),
    relay: new WorkRelay(options.downstream, options.pools),
  }
}

function createFastify(certificate: Certificate | null): FastifyInstance {
  const options = {
    logger: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  } satisfies FastifyServerOptions
  if (certificate === null) return Fastify(options)
  return Fastify({ ...options, https: { ...certificate } })
}
