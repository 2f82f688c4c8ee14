import { startAdminServer } from '../../target-probe/admin-server.ts'
import { ProcessProbe } from '../../target-probe/process-probe.ts'
import { runManagedChild } from '../managed-child.ts'
import { chainAdminRoutes } from './chain-admin-routes.ts'
import { createChainApp } from './chain-app.ts'
import { ChainFaults } from './chain-faults.ts'
import type { ChainProcessOptions, ChainProcessReady } from './chain-options.ts'
import { ChainWork } from './chain-work.ts'
import { DelayMaxWatch } from './delay-max-watch.ts'
import { SpanRing } from './span-ring.ts'

const MOST_SPANS = 20_000

runManagedChild<ChainProcessReady>(async (given) => {
  const options = given as ChainProcessOptions
  const { name } = options.service
  const spans = new SpanRing(MOST_SPANS)
  const faults = new ChainFaults(options.seed, name)
  const work = new ChainWork(options, faults, (span) => spans.add(span))
  const app = await createChainApp(name, work)
  const probe = await ProcessProbe.start()
  const delay = new DelayMaxWatch()
  const admin = await startAdminServer(chainAdminRoutes({ service: name, work, faults, spans, delay, probe }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the service has no TCP port')
  return {
    ready: { port: address.port, adminPort: admin.port, adminToken: admin.token },
    async drain() {
      faults.set(null)
      work.reclaim()
      await app.close()
      await work.close()
      delay.stop()
      admin.close()
      probe.close()
    },
  }
})
