import { startAdminServer } from './admin-server.ts'
import { runManagedChild } from './managed-child.ts'
import { createNullServer } from './null-server.ts'

export interface NullProcessOptions {
  /** 0 takes a free one. */
  readonly port: number
}

export interface NullProcessReady {
  readonly port: number
  readonly adminPort: number
}

/** What `GET /stats` of its side door says. */
export interface NullStats {
  readonly requests: number
}

runManagedChild<NullProcessReady>(async (options) => {
  const server = createNullServer()
  const port = await server.listen((options as NullProcessOptions).port)
  const admin = await startAdminServer(async (): Promise<NullStats> => ({ requests: server.requests }))
  return {
    ready: { port, adminPort: admin.port },
    async drain() {
      server.close()
      admin.close()
    },
  }
})
