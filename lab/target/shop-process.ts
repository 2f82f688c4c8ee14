import { runtimeName } from '../environment.ts'
import { startAdminServer } from './admin-server.ts'
import type { Certificate } from './certificate.ts'
import { runManagedChild } from './managed-child.ts'
import { ProcessVitals } from './process-vitals.ts'
import { createShop, type ShopOptions } from './shop.ts'
import type { ShopStats } from './shop-stats.ts'

export interface ShopProcessOptions {
  readonly shop: ShopOptions
  readonly certificate: Certificate | null
  /** 0 takes a free one. */
  readonly port: number
}

export interface ShopProcessReady {
  readonly port: number
  readonly adminPort: number
}

runManagedChild<ShopProcessReady>(async (options) => {
  const { shop: shopOptions, certificate, port } = options as ShopProcessOptions
  const shop = createShop(shopOptions, certificate)
  const shopPort = await shop.listen(port)
  const runtime = runtimeName()
  const vitals = await ProcessVitals.start()
  const admin = await startAdminServer(async (): Promise<ShopStats> => ({
    atEpochMs: Date.now(),
    runtime,
    ...(await vitals.sample()),
    ...shop.connections(),
    service: shop.serviceStats(),
  }))
  return {
    ready: { port: shopPort, adminPort: admin.port },
    async drain() {
      await shop.close()
      admin.close()
    },
  }
})
