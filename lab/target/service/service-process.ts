import { startProbe } from '../../target-probe/start-probe.ts'
import { runManagedChild } from '../managed-child.ts'
import { drainLimitMs } from './drain-limit.ts'
import { createService } from './service.ts'
import type { ServiceOptions } from './service-options.ts'

export interface ServiceProcessOptions {
  readonly service: ServiceOptions
  /** 0 takes a free one. */
  readonly port: number
  /** Of the probe; 0 takes a free one. */
  readonly adminPort: number
  /** What the probe is asked with; `null` for one that it makes up. */
  readonly adminToken: string | null
}

export interface ServiceProcessReady {
  readonly port: number
  readonly adminPort: number
  readonly adminToken: string
}

runManagedChild<ServiceProcessReady>(async (given) => {
  const { service: options, port, adminPort, adminToken } = given as ServiceProcessOptions
  const service = await createService(options)
  const servicePort = await service.listen(port)
  const admin = await startProbe({
    figures: () => service.figures(),
    port: adminPort,
    token: adminToken ?? undefined,
  })
  return {
    ready: { port: servicePort, adminPort: admin.port, adminToken: admin.token },
    drainLimitMs: drainLimitMs(options),
    async drain() {
      await service.drain()
      admin.close()
    },
  }
})
