import { requireAllowedHost } from '../allowed-host.ts'
import { combineTelemetry } from '../telemetry/combine-telemetry.ts'
import { createGoPprofTelemetry } from '../telemetry/go-pprof-telemetry.ts'
import { createProcTelemetry } from '../telemetry/proc-telemetry.ts'
import { createPrometheusTelemetry } from '../telemetry/prometheus-telemetry.ts'
import type { TargetTelemetry } from '../telemetry/target-telemetry.ts'

/** Where figures come from, by what the user named; what is left out is not asked. */
export interface NamedSources {
  readonly prometheus?: string | undefined
  readonly pprof?: string | undefined
  readonly pid?: number | undefined
}

/**
 * The sources that the user named, each asked once, so that one that does not answer is known before load goes out.
 *
 * @param allow hosts beyond loopback that may be asked for profiles
 * @throws TelemetryError when one of them cannot be read
 * @throws HostNotAllowed when profiles are neither on loopback nor allowed
 */
export async function openNamedTelemetry(
  { prometheus, pprof, pid }: NamedSources,
  allow: readonly string[],
): Promise<TargetTelemetry | null> {
  if (pprof !== undefined) requireAllowedHost(new URL(pprof), allow)
  const sources: TargetTelemetry[] = []
  if (prometheus !== undefined) sources.push(createPrometheusTelemetry(prometheus))
  if (pprof !== undefined) sources.push(createGoPprofTelemetry(pprof, allow))
  if (pid !== undefined) sources.push(await createProcTelemetry(pid))
  for (const source of sources) await source.sample()
  return sources.length === 0 ? null : combineTelemetry(sources)
}
