import { startAdminServer } from '../../target-probe/admin-server.ts'
import { runManagedChild } from '../../target/managed-child.ts'
import { ReplayServer, type ReplayServerOptions } from './replay-server.ts'

export interface ReplayServerReady {
  readonly port: number
  /** Where `GET /stats` answers with `ReplayServerStats`. */
  readonly adminPort: number
  readonly adminToken: string
}

runManagedChild<ReplayServerReady>(async (options) => {
  const server = new ReplayServer(options as ReplayServerOptions)
  const port = await server.listen()
  const admin = await startAdminServer({ 'GET /stats': () => server.stats() })
  return {
    ready: { port, adminPort: admin.port, adminToken: admin.token },
    async drain() {
      server.close()
      admin.close()
    },
  }
})
