import { startAdminServer } from '../../target/admin-server.ts'
import { runManagedChild } from '../../target/managed-child.ts'
import { ReplayServer, type ReplayServerOptions } from './replay-server.ts'

export interface ReplayServerReady {
  readonly port: number
  /** Where `GET /stats` answers with `ReplayServerStats`. */
  readonly adminPort: number
}

runManagedChild<ReplayServerReady>(async (options) => {
  const server = new ReplayServer(options as ReplayServerOptions)
  const port = await server.listen()
  const admin = await startAdminServer(async () => server.stats())
  return {
    ready: { port, adminPort: admin.port },
    async drain() {
      server.close()
      admin.close()
    },
  }
})
