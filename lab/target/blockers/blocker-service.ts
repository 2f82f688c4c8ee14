import Fastify from 'fastify'
import type { TargetSample } from '../../../models/measurement/target-sample.ts'
import type { BlockerTarget } from '../../../models/scenario/targets/blocker-target.ts'
import { readCounters } from '../../target-probe/counters.ts'
import { ConnectionCounters } from '../connection-counters.ts'
import { blockers } from './blockers.ts'

/** A blocker behind a server that answers `GET /work` with it, and `GET /healthz` at once. */
export interface BlockerService {
  /**
   * Listens on 127.0.0.1; port 0 takes a free one.
   *
   * @returns the port
   * @throws the system's error, EADDRINUSE for one
   */
  listen(port: number): Promise<number>
  figures(): Pick<TargetSample, 'openConnections' | 'acceptedConnections' | 'requestsReceived' | 'counters'>
  /** Answers what is in flight, and closes. */
  close(): Promise<void>
}

/** @param seed of what its requests differ by */
export function createBlockerService(
  { blocker, fixed }: Pick<BlockerTarget, 'blocker' | 'fixed'>,
  seed: number,
): BlockerService {
  const work = blockers[blocker][fixed ? 'fixed' : 'guilty'](seed)
  const app = Fastify({ logger: false, forceCloseConnections: 'idle' })
  const connections = new ConnectionCounters()
  connections.attach(app.server)
  let requestsReceived = 0
  app.get('/work', () => work(requestsReceived++))
  app.get('/healthz', () => Promise.resolve({ status: 'ok' }))
  return {
    async listen(port) {
      await app.listen({ host: '127.0.0.1', port })
      const address = app.server.address()
      if (address === null || typeof address === 'string') throw new Error('the blocker has no TCP port')
      return address.port
    },
    figures: () => ({
      openConnections: connections.open,
      acceptedConnections: connections.accepted,
      requestsReceived,
      counters: readCounters(),
    }),
    close: () => app.close(),
  }
}
