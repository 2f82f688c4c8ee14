import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import type { BuiltinTarget } from '../../models/scenario/target-schema.ts'
import type { ShopTarget } from '../../models/scenario/targets/shop-target.ts'
import type { OpenTarget } from '../open-target.ts'
import { createProbeTelemetry } from '../telemetry/probe-client.ts'
import { openShopTarget } from './open-shop-target.ts'
import type { StartBuiltin } from './started-builtin.ts'
import { targetEndpoint } from './target-endpoint.ts'

type OtherTarget = Exclude<BuiltinTarget, ShopTarget>

/** How each built-in target other than the shop is started; loaded when it is used. Adding one takes a line here. */
const builtinStarters: {
  readonly [Kind in OtherTarget['builtin']]: () => Promise<
    StartBuiltin<Extract<OtherTarget, { builtin: Kind }>>
  >
} = {
  service: async () => (await import('./service/open-service-target.ts')).startService,
  trap: async () => (await import('./traps/open-trap-target.ts')).startTrap,
  blocker: async () => (await import('./blockers/open-blocker-target.ts')).startBlocker,
}

/**
 * Starts a built-in target.
 *
 * @param seed of whatever it draws
 * @throws TargetStartError when it does not start
 */
export async function openBuiltinTarget(
  scenario: PlainScenario,
  target: BuiltinTarget,
  seed: number,
): Promise<OpenTarget> {
  if (target.builtin === 'shop') return openShopTarget(scenario, target, seed)
  return openOtherTarget(scenario, target, seed)
}

async function openOtherTarget(
  scenario: PlainScenario,
  target: OtherTarget,
  seed: number,
): Promise<OpenTarget> {
  // The table has for each kind what takes the options of that kind, which the compiler cannot follow.
  const starters = builtinStarters as Readonly<
    Record<OtherTarget['builtin'], () => Promise<StartBuiltin<OtherTarget>>>
  >
  const start = await starters[target.builtin]()
  const started = await start(target, seed)
  const telemetry = createProbeTelemetry(started.probe)
  return {
    endpoint: targetEndpoint(scenario, { url: new URL(started.origin), ca: started.ca }),
    telemetry,
    probe: started.probe,
    pid: started.pid,
    pprof: null,
    instances: started.instances ?? [],
    notes: [],
    restart: null,
    gone: started.exited.then(
      ({ code, signal }) => `the built-in target ended (${signal ?? `exit code ${code}`})`,
    ),
    lastOutput: () => '',
    async close() {
      telemetry.close()
      await started.stop()
    },
  }
}
