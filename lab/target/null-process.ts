import { startAdminServer } from '../target-probe/admin-server.ts'
import { runManagedChild } from './managed-child.ts'
import { createNullServer } from './null-server.ts'

export interface NullProcessOptions {
  /** 0 takes a free one. */
  readonly port: number
}

export interface NullProcessReady {
  readonly port: number
  readonly adminPort: number
  /** What the side door has to be asked with. */
  readonly adminToken: string
}

/** What `GET /stats` of its side door says. */
export interface NullStats {
  readonly requests: number
}

runManagedChild<NullProcessReady>(async (options) => {
  const server = createNullServer()
  const port = await server.listen((options as NullProcessOptions).port)
  const admin = await startAdminServer({ 'GET /stats': (): NullStats => ({ requests: server.requests }) })
  return {
    ready: { port, adminPort: admin.port, adminToken: admin.token },
    async drain() {
      server.close()
      admin.close()
    },
  }
})
