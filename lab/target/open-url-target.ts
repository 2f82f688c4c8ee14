import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import type { UrlTarget } from '../../models/scenario/targets/url-target.ts'
import { requireAllowedHost } from '../allowed-host.ts'
import type { OpenTarget, TargetOverrides } from '../open-target.ts'
import { openNamedTelemetry } from './named-telemetry.ts'
import { readCa, targetEndpoint } from './target-endpoint.ts'

/**
 * Gets ready to use a server that runs already.
 *
 * @throws HostNotAllowed when the target is neither on loopback nor allowed
 * @throws TelemetryError when a process or a page that was named cannot be read
 */
export async function openUrlTarget(
  scenario: PlainScenario,
  target: UrlTarget,
  overrides: TargetOverrides,
): Promise<OpenTarget> {
  const url = new URL(target.url)
  requireAllowedHost(url, overrides.allow)
  const pid = overrides.pid ?? target.pid
  const { pprof } = target
  const prometheus = overrides.prometheus ?? target.prometheus
  const telemetry = await openNamedTelemetry({ prometheus, pprof, pid }, overrides.allow)
  return {
    endpoint: targetEndpoint(scenario, {
      url,
      ca: await readCa(target.caFile),
      insecure: overrides.insecure ?? target.insecure,
    }),
    telemetry,
    probe: null,
    pid: pid ?? null,
    pprof: pprof ?? null,
    instances: [],
    notes: [],
    restart: null,
    gone: new Promise(() => {}),
    lastOutput: () => '',
    close: () => Promise.resolve(telemetry?.close()),
  }
}
