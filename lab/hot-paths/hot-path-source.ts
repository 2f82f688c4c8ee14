import type { ProfileSource } from '../../models/artifacts/profile.ts'
import type { ProbeClient } from '../telemetry/probe-client.ts'
import type { TargetTelemetry } from '../telemetry/target-telemetry.ts'

/** What can be asked about a target while it is under load. */
export interface HotPathSource {
  readonly probe: ProbeClient | null
  /** Where Go's profiles are, such as `http://127.0.0.1:6060/debug/pprof`. */
  readonly pprof: string | null
  readonly pid: number | null
  readonly telemetry: TargetTelemetry | null
  /** Hosts beyond loopback that may be asked for profiles. */
  readonly allow: readonly string[]
}

/** The best that it can give. */
export function kindOfSource({ probe, pprof, telemetry }: HotPathSource): ProfileSource {
  if (probe !== null) return 'probe'
  if (pprof !== null) return 'pprof'
  return telemetry === null ? 'none' : 'figures'
}

export const HOW_TO_PROFILE =
  "To have it, let kneepoint start the target (target: { command: ['node', 'server.js'] }), or start it with " +
  'KNEEPOINT_PROBE_READY=probe.json node --import kneepoint/probe server.js and name that file: --profile probe.json. ' +
  'For a Go program name where it serves net/http/pprof: --profile http://127.0.0.1:6060/debug/pprof.'
