import type { FastifyInstance } from 'fastify'
import { codec } from '../hooks/codec/codec.ts'
import { responseHeaders } from '../hooks/headers/response-headers.ts'
import { labelledMetrics, requestContext } from '../hooks/hooks.ts'
import { lifecycle } from '../hooks/lifecycle/lifecycle.ts'
import { lifecycleTimes } from './drain-limit.ts'
import type { ServiceOptions } from './service-options.ts'
import { registerRecovery } from './service-recovery.ts'

/** Of what watches the service and has no token. */
const PUBLIC_PATHS = ['/healthz', '/metrics', '/readyz', '/weight'] as const

/** Registers what the options switch on, and nothing else. */
export async function registerPlugins(app: FastifyInstance, options: ServiceOptions): Promise<void> {
  const { name, hooks, codec: codecOptions, headers } = options
  const times = lifecycleTimes(hooks)
  // Whoever started the process says when it is to stop.
  if (times !== null) lifecycle(app, { ...times, stopOn: null })
  if (hooks.context !== false) await registerContext(app, name, hooks.context)
  if (hooks.metrics !== false) {
    await app.register(labelledMetrics, hooks.metrics === true ? {} : { limit: hooks.metrics.limit })
  }
  if (hooks.recovery !== false) await registerRecovery(app, hooks.recovery)
  if (codecOptions != null) await app.register(codec, codecOptions)
  if (headers != null) await app.register(responseHeaders, { mode: headers })
}

async function registerContext(
  app: FastifyInstance,
  service: string,
  context: Exclude<ServiceOptions['hooks']['context'], false>,
): Promise<void> {
  const { requireUser = false, tokenSecret } = context === true ? {} : context
  await app.register(requestContext, {
    service,
    requireUser,
    publicPaths: PUBLIC_PATHS,
    ...(tokenSecret === undefined ? {} : { token: { secret: tokenSecret } }),
  })
}
