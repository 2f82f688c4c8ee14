import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import type { ShopTarget } from '../../models/scenario/targets/shop-target.ts'
import type { OpenTarget } from '../open-target.ts'
import { ProbeClient } from '../telemetry/probe-client.ts'
import { createShopTelemetry } from '../telemetry/shop-telemetry.ts'
import { startTarget } from './start-target.ts'
import { targetEndpoint } from './target-endpoint.ts'

/**
 * Starts the built-in shop.
 *
 * @param seed of its service times
 * @throws TargetStartError when it does not start
 */
export async function openShopTarget(
  scenario: PlainScenario,
  target: ShopTarget,
  seed: number,
): Promise<OpenTarget> {
  const { builtin: _shop, tls, link, ...options } = target
  const shop = await startTarget({ ...withoutUndefined(options), tls, link: link ?? null, seed })
  const telemetry = createShopTelemetry(shop.adminUrl, shop.adminToken)
  return {
    endpoint: targetEndpoint(scenario, { url: new URL(shop.origin), ca: shop.ca }),
    telemetry,
    probe: new ProbeClient(shop.adminUrl, shop.adminToken),
    pid: shop.pid,
    pprof: null,
    instances: [],
    notes: [],
    restart: null,
    gone: shop.exited.then(
      ({ code, signal }) => `the built-in target ended (${signal ?? `exit code ${code}`})`,
    ),
    lastOutput: () => '',
    async close() {
      telemetry.close()
      await shop.stop()
    },
  }
}

function withoutUndefined<Options extends object>(
  options: Options,
): { [Key in keyof Options]: Exclude<Options[Key], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Key in keyof Options]: Exclude<Options[Key], undefined> }
}
