import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { ServiceTarget } from '../../../models/scenario/targets/service-target.ts'
import { countInProbe } from '../../target-probe/counters.ts'
import {
  nestedRecovery,
  recoveryChain,
  type RecoveryHook,
  recoveryLog,
  recoveryMetric,
  recoveryTrace,
} from '../hooks/hooks.ts'

type RecoverySwitch = Exclude<ServiceTarget['hooks']['recovery'], boolean>
type HookName = RecoverySwitch['hooks'][number]

const DEFAULT_RECOVERY: RecoverySwitch = {
  hooks: ['log', 'metric', 'trace'],
  naive: false,
  timeLimitMs: 1000,
}

const SLOW_MS = 100
const FLAKY_EVERY = 5
let flakyRuns = 0

/** What the hooks do is counted, for whoever watches the service from outside. */
const hooks: Readonly<Record<HookName, RecoveryHook>> = {
  log: recoveryLog(() => countInProbe('recovery.logged')),
  metric: recoveryMetric(() => countInProbe('recovery.measured')),
  trace: recoveryTrace(() => countInProbe('recovery.traced')),
  slow: { name: 'slow', run: () => pause(SLOW_MS) },
  flaky: {
    name: 'flaky',
    run: () => {
      if (flakyRuns++ % FLAKY_EVERY === 0) throw new Error('a recovery hook that throws now and then')
    },
  },
  throws: {
    name: 'throws',
    run: () => {
      throw new Error('a recovery hook that throws')
    },
  },
  rejects: { name: 'rejects', run: () => Promise.reject(new Error('a recovery hook that rejects')) },
  hangs: { name: 'hangs', run: () => new Promise(() => {}) },
}

/** Hooks of a service's recovery, in their order. */
function recoveryHooks(names: readonly HookName[]): readonly RecoveryHook[] {
  return names.map((name) => hooks[name])
}

/** Has failures recovered as the switch says. */
export async function registerRecovery(
  app: FastifyInstance,
  recovery: Exclude<ServiceTarget['hooks']['recovery'], false>,
): Promise<void> {
  const { hooks: names, naive, timeLimitMs } = recovery === true ? DEFAULT_RECOVERY : recovery
  if (naive) {
    await app.register(nestedRecovery, { hooks: recoveryHooks(names) })
    return
  }
  const onFailure = (): void => countInProbe('recovery.hookFailures')
  await app.register(recoveryChain, { hooks: recoveryHooks(names), timeLimitMs, onFailure })
}
