import type { BlockerTarget } from '../../../models/scenario/targets/blocker-target.ts'
import { startProbe } from '../../target-probe/start-probe.ts'
import { runManagedChild } from '../managed-child.ts'
import { createBlockerService } from './blocker-service.ts'

export interface BlockerProcessOptions {
  readonly target: Pick<BlockerTarget, 'blocker' | 'fixed'>
  readonly seed: number
  /** 0 takes a free one. */
  readonly port: number
}

export interface BlockerProcessReady {
  readonly port: number
  readonly adminPort: number
  readonly adminToken: string
}

runManagedChild<BlockerProcessReady>(async (given) => {
  const { target, seed, port } = given as BlockerProcessOptions
  const service = createBlockerService(target, seed)
  const servicePort = await service.listen(port)
  const admin = await startProbe({ figures: () => service.figures() })
  return {
    ready: { port: servicePort, adminPort: admin.port, adminToken: admin.token },
    async drain() {
      await service.close()
      admin.close()
    },
  }
})
