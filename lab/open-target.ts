import { readFile } from 'node:fs/promises'
import type { PlainScenario } from '../models/scenario/plain-scenario.ts'
import type { Endpoint } from '../workers/connection.ts'
import { type RunningTarget, startTarget } from './target/start-target.ts'
import { combineTelemetry } from './telemetry/combine-telemetry.ts'
import { createProcTelemetry } from './telemetry/proc-telemetry.ts'
import { createPrometheusTelemetry } from './telemetry/prometheus-telemetry.ts'
import { createShopTelemetry } from './telemetry/shop-telemetry.ts'
import type { TargetTelemetry } from './telemetry/target-telemetry.ts'
import { requireAllowedHost } from './allowed-host.ts'

/** What the command line says about the target, over what the scenario says. */
export interface TargetOverrides {
  readonly url?: string | undefined
  readonly pid?: number | undefined
  readonly prometheus?: string | undefined
  readonly insecure?: boolean | undefined
  /** Hosts beyond loopback that load may go to. */
  readonly allow: readonly string[]
}

/** A target that load can be sent to. */
export interface OpenTarget {
  readonly endpoint: Endpoint
  readonly telemetry: TargetTelemetry | null
  /** When a built-in target has ended, with a sentence; never for a target of the user's own. */
  readonly gone: Promise<string>
  close(): Promise<void>
}

const DIAL_TIMEOUT_MS = 5000

/**
 * Starts the built-in target, or gets ready to use the user's own.
 *
 * @param seed of the built-in target's service times
 * @throws HostNotAllowed when the target is neither on loopback nor allowed
 * @throws TargetStartError when the built-in target does not start
 * @throws TelemetryError when a pid or a metrics page that was named cannot be read
 */
export async function openTarget(
  scenario: PlainScenario,
  overrides: TargetOverrides,
  seed: number,
): Promise<OpenTarget> {
  const { target } = scenario
  if (overrides.url === undefined && 'builtin' in target) return openBuiltin(scenario, target, seed)
  const own = 'url' in target ? target : undefined
  const url = new URL(overrides.url ?? (own as { url: string }).url)
  requireAllowedHost(url, overrides.allow)
  const telemetry = await ownTelemetry(overrides.pid ?? own?.pid, overrides.prometheus ?? own?.prometheus)
  return {
    endpoint: {
      origin: url.origin,
      pathPrefix: url.pathname.replace(/\/+$/, ''),
      ca: own?.caFile === undefined ? null : await readFile(own.caFile, 'utf8'),
      insecure: overrides.insecure ?? own?.insecure ?? false,
      dialTimeoutMs: DIAL_TIMEOUT_MS,
      requestTimeoutMs: scenario.requestTimeoutMs,
    },
    telemetry,
    gone: new Promise(() => {}),
    close: () => Promise.resolve(telemetry?.close()),
  }
}

type BuiltinTarget = Extract<PlainScenario['target'], { builtin: unknown }>

async function openBuiltin(
  scenario: PlainScenario,
  target: BuiltinTarget,
  seed: number,
): Promise<OpenTarget> {
  const { builtin: _shop, tls, link, ...options } = target
  const shop: RunningTarget = await startTarget({
    ...withoutUndefined(options),
    tls,
    link: link ?? null,
    seed,
  })
  const telemetry = createShopTelemetry(shop.adminUrl)
  return {
    endpoint: {
      origin: shop.origin,
      pathPrefix: '',
      ca: shop.ca,
      insecure: false,
      dialTimeoutMs: DIAL_TIMEOUT_MS,
      requestTimeoutMs: scenario.requestTimeoutMs,
    },
    telemetry,
    gone: shop.exited.then(
      ({ code, signal }) => `the built-in target ended (${signal ?? `exit code ${code}`})`,
    ),
    async close() {
      telemetry.close()
      await shop.stop()
    },
  }
}

async function ownTelemetry(
  pid: number | undefined,
  prometheus: string | undefined,
): Promise<TargetTelemetry | null> {
  const sources: TargetTelemetry[] = []
  if (prometheus !== undefined) sources.push(createPrometheusTelemetry(prometheus))
  if (pid !== undefined) sources.push(await createProcTelemetry(pid))
  for (const source of sources) await source.sample()
  return sources.length === 0 ? null : combineTelemetry(sources)
}

function withoutUndefined<Options extends object>(
  options: Options,
): { [Key in keyof Options]: Exclude<Options[Key], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Key in keyof Options]: Exclude<Options[Key], undefined> }
}
