import { setImmediate as nextTurn } from 'node:timers/promises'
import Fastify from 'fastify'
import type { TargetSample } from '../../../models/measurement/target-sample.ts'
import type { TrapTarget } from '../../../models/scenario/targets/trap-target.ts'
import { readCounters } from '../../target-probe/counters.ts'
import { ConnectionCounters } from '../connection-counters.ts'
import type { OrderRequest } from './trap.ts'
import { trapCreators } from './trap-registry.ts'
import { createSizes } from './trap-sizes.ts'

export interface TrapOptions extends Pick<TrapTarget, 'trap' | 'fixed' | 'settleRequests'> {
  /** Of the sizes. */
  readonly seed: number
  /** Where the outgoing calls go; `null` for traps that make none. */
  readonly supplier: string | null
}

/** One trap, as a service: `GET /orders/{id}`, `GET /healthz`. It logs nothing. */
export interface TrapService {
  /**
   * Listens on 127.0.0.1; port 0 takes a free one.
   *
   * @returns the port
   */
  listen(port: number): Promise<number>
  figures(): Pick<TargetSample, 'openConnections' | 'acceptedConnections' | 'requestsReceived' | 'counters'>
  close(): Promise<void>
}

export function createTrapService({ trap, fixed, settleRequests, seed, supplier }: TrapOptions): TrapService {
  const app = Fastify({ logger: false, forceCloseConnections: true })
  const size = createSizes(seed)
  const readSize = async (typical: number): Promise<number> => {
    await nextTurn()
    return size(typical)
  }
  const answer = trapCreators[trap]({ fixed, settleRequests, supplier, readSize })
  const connections = new ConnectionCounters()
  let requestsReceived = 0
  connections.attach(app.server)
  app.server.on('request', () => {
    requestsReceived++
  })
  app.get('/orders/:id', (request: OrderRequest) => answer(request))
  app.get('/healthz', () => Promise.resolve({ status: 'ok' }))
  return {
    async listen(port) {
      await app.listen({ host: '127.0.0.1', port })
      const address = app.server.address()
      if (address === null || typeof address === 'string') throw new Error('the trap has no TCP port')
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
