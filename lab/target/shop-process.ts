import { startProbe } from '../target-probe/start-probe.ts'
import type { Certificate } from './certificate.ts'
import { runManagedChild } from './managed-child.ts'
import { createShop, type ShopOptions } from './shop.ts'
import type { ShopFigures } from './shop-stats.ts'

export interface ShopProcessOptions {
  readonly shop: ShopOptions
  readonly certificate: Certificate | null
  /** 0 takes a free one. */
  readonly port: number
}

export interface ShopProcessReady {
  readonly port: number
  readonly adminPort: number
  /** What the admin server has to be asked with. */
  readonly adminToken: string
}

runManagedChild<ShopProcessReady>(async (options) => {
  const { shop: shopOptions, certificate, port } = options as ShopProcessOptions
  const shop = createShop(shopOptions, certificate)
  const shopPort = await shop.listen(port)
  const figures = (): ShopFigures => ({ ...shop.connections(), service: shop.serviceStats() })
  const admin = await startProbe({ figures })
  return {
    ready: { port: shopPort, adminPort: admin.port, adminToken: admin.token },
    async drain() {
      await shop.close()
      admin.close()
    },
  }
})
