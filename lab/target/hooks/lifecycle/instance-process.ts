import Fastify from 'fastify'
import { runManagedChild } from '../../managed-child.ts'
import { lifecycle, type LifecycleOptions } from './lifecycle.ts'

export interface InstanceProcessOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number
  /** How long an answer takes, in ms. */
  readonly serviceMs: number
  /** Of the hooks that let it come and go without a lost request; `null` for a server without them. */
  readonly lifecycle: Omit<LifecycleOptions, 'dependencies' | 'stopOn'> | null
}

export interface InstanceProcessReady {
  readonly port: number
}

/** Ends an instance as its own times say. */
const DRAIN_SIGNAL: NodeJS.Signals = 'SIGUSR2'

runManagedChild<InstanceProcessReady>(async (given) => {
  const options = given as InstanceProcessOptions
  const app = Fastify({ logger: false, forceCloseConnections: 'idle' })
  const drain = async (): Promise<void> => {
    if (options.lifecycle === null) await app.close()
    else await app.lifecycle.stop()
  }
  if (options.lifecycle !== null) lifecycle(app, { ...options.lifecycle, stopOn: null })
  // A managed child has 1.5 s from SIGTERM on: this signal gives it the time that its own deadline says.
  process.on(DRAIN_SIGNAL, () => void drain().finally(() => process.exit(0)))
  app.get('/*', (_request, reply) => {
    setTimeout(() => void reply.send({ status: 'ok' }), options.serviceMs)
  })
  await app.listen({ host: '127.0.0.1', port: options.port })
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('the instance has no TCP port')
  return { ready: { port: address.port }, drain }
})
