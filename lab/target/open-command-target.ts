import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import { type CommandTarget, withPort } from '../../models/scenario/targets/command-target.ts'
import type { OpenTarget, OpenTargetOptions, TargetOverrides } from '../open-target.ts'
import { CommandServer } from './command-server.ts'
import { readCa, targetEndpoint } from './target-endpoint.ts'

/**
 * Starts the user's own server, and waits until it is ready.
 *
 * @throws HostNotAllowed when `url` is neither on loopback nor allowed
 * @throws TargetStartError when it does not start, with what it wrote
 * @throws TelemetryError when a page that was named cannot be read
 */
export async function openCommandTarget(
  scenario: PlainScenario,
  target: CommandTarget,
  overrides: TargetOverrides,
  { logFile, signal }: OpenTargetOptions,
): Promise<OpenTarget> {
  const ca = await readCa(target.caFile)
  const insecure = overrides.insecure ?? target.insecure ?? false
  const server = await CommandServer.start(target, { ca, insecure, overrides, logFile, signal })
  return {
    endpoint: targetEndpoint(scenario, { url: server.url, ca, insecure }),
    telemetry: server.telemetry,
    get probe() {
      return server.probe
    },
    get pid() {
      return server.pid
    },
    pprof: target.pprof === undefined ? null : withPort(target.pprof, server.port),
    instances: [],
    get notes() {
      return server.notes
    },
    restart: () => server.restart(),
    gone: server.gone,
    lastOutput: () => server.lastOutput(),
    close: () => server.close(),
  }
}
