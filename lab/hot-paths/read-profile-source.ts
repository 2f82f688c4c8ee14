import { readFile } from 'node:fs/promises'
import { requireAllowedHost } from '../allowed-host.ts'
import type { ProbeReady } from '../target-probe/write-ready-file.ts'
import { combineTelemetry } from '../telemetry/combine-telemetry.ts'
import { createProbeTelemetry, ProbeClient } from '../telemetry/probe-client.ts'
import { UsageError } from '../usage-error.ts'
import type { HotPathSource } from './hot-path-source.ts'

/** What the value of `--profile` names, checked as far as that goes without asking anybody. */
export type NamedProfileSource =
  { readonly pprof: string } | { readonly probe: ProbeClient; readonly pid: number }

/**
 * Reads the value of `--profile`: the file that a probe wrote when it started (KNEEPOINT_PROBE_READY), or the URL of Go's
 * profiles.
 *
 * @param allow hosts beyond loopback that may be asked for profiles
 * @throws UsageError when it is neither
 * @throws HostNotAllowed when the URL is neither on loopback nor allowed
 */
export async function readProfileSource(from: string, allow: readonly string[]): Promise<NamedProfileSource> {
  if (/^https?:\/\//.test(from)) {
    if (!URL.canParse(from)) throw notASource(from, 'it is no URL')
    requireAllowedHost(new URL(from), allow)
    return { pprof: from }
  }
  const text = await readFile(from, 'utf8').catch((error: unknown) => {
    throw notASource(from, (error as Error).message)
  })
  const ready = readyOf(text)
  if (ready === null) throw notASource(from, 'it holds something else; what does not belong to it goes first')
  return { probe: new ProbeClient(`http://127.0.0.1:${ready.port}`, ready.token), pid: ready.pid }
}

/** The same target with what was named in the place of what it has of its own. */
export function withNamedSource(source: HotPathSource, named: NamedProfileSource | null): HotPathSource {
  if (named === null) return source
  if ('pprof' in named) return { ...source, pprof: named.pprof, probe: null }
  const telemetry = createProbeTelemetry(named.probe)
  return {
    ...source,
    ...named,
    telemetry: source.telemetry === null ? telemetry : combineTelemetry([telemetry, source.telemetry]),
  }
}

function notASource(from: string, why: string): UsageError {
  return new UsageError(
    `--profile: '${from}' is neither the file that a probe wrote (KNEEPOINT_PROBE_READY) nor the URL of Go's profiles: ${why}`,
  )
}

function readyOf(text: string): ProbeReady | null {
  try {
    const { pid, port, token } = Object(JSON.parse(text)) as Partial<Record<keyof ProbeReady, unknown>>
    const isReady = Number.isInteger(pid) && isPort(port) && typeof token === 'string'
    return isReady ? ({ pid, port, token } as ProbeReady) : null
  } catch {
    return null
  }
}

function isPort(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536
}
