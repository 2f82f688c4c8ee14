import { startProbe } from '../../target-probe/start-probe.ts'
import { listenOnLoopback } from '../listen-on-loopback.ts'
import { type ChildService, runManagedChild } from '../managed-child.ts'
import { createSupplier } from './supplier.ts'
import { createTrapService, type TrapOptions } from './trap-service.ts'

/** What to be: a trap, or what its outgoing calls go to. */
export type TrapProcessOptions =
  { readonly role: 'trap'; readonly trap: TrapOptions } | { readonly role: 'supplier'; readonly seed: number }

export interface TrapProcessReady {
  readonly port: number
  /** `null` for the supplier, which nobody looks into. */
  readonly admin: { readonly port: number; readonly token: string } | null
}

runManagedChild<TrapProcessReady>((given) => {
  const options = given as TrapProcessOptions
  return options.role === 'trap' ? runTrap(options.trap) : runSupplier(options.seed)
})

async function runTrap(options: TrapOptions): Promise<ChildService<TrapProcessReady>> {
  const service = createTrapService(options)
  const port = await service.listen(0)
  const admin = await startProbe({ figures: () => service.figures() })
  return {
    ready: { port, admin: { port: admin.port, token: admin.token } },
    async drain() {
      await service.close()
      admin.close()
    },
  }
}

async function runSupplier(seed: number): Promise<ChildService<TrapProcessReady>> {
  const server = createSupplier(seed)
  const port = await listenOnLoopback(server, 0)
  return {
    ready: { port, admin: null },
    drain() {
      server.close()
      server.closeAllConnections()
      return Promise.resolve()
    },
  }
}
