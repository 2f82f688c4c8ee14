import type { TrapName } from '../../../models/scenario/targets/trap-target.ts'
import { createBoundedLru } from './bounded-lru.ts'
import { createBufferPool } from './buffer-pool.ts'
import { createCallbackHandler } from './callback-handler.ts'
import { createConfigReload } from './config-reload.ts'
import { createOutgoingCall } from './outgoing-call.ts'
import { createPeriodicBatch } from './periodic-batch.ts'
import { createRequestMap } from './request-map.ts'
import { createSlowWarmUp } from './slow-warm-up.ts'
import { createTemplateHelpers } from './template-helpers.ts'
import type { CreateTrap } from './trap.ts'
import { createUnboundedCache } from './unbounded-cache.ts'
import { createWorkerContext } from './worker-context.ts'

/** Each lies in the file of its name. */
export const trapCreators: Readonly<Record<TrapName, CreateTrap>> = {
  'request-map': createRequestMap,
  'template-helpers': createTemplateHelpers,
  'outgoing-call': createOutgoingCall,
  'config-reload': createConfigReload,
  'unbounded-cache': createUnboundedCache,
  'worker-context': createWorkerContext,
  'buffer-pool': createBufferPool,
  'callback-handler': createCallbackHandler,
  'bounded-lru': createBoundedLru,
  'slow-warm-up': createSlowWarmUp,
  'periodic-batch': createPeriodicBatch,
}
