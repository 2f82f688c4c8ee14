/**
 * `kneepoint/probe`: lets the lab look into the process of a server of one's own.
 *
 *     node --import kneepoint/probe server.js
 *
 * It does nothing unless the environment has a token for it (KNEEPOINT_PROBE_TOKEN, 16 characters or more), or a file to
 * write a random one to (KNEEPOINT_PROBE_READY); KNEEPOINT_PROBE_PORT names the port. It takes these variables out of
 * the environment: only the first process has a probe, not those that it starts. Where the program is one that only
 * starts others, such as npm, it leaves everything to them.
 */
import { isMainThread } from 'node:worker_threads'
import { isLauncher } from './is-launcher.ts'
import { type ProbeSettings, takeProbeSettings } from './probe-settings.ts'
import { startProbe } from './start-probe.ts'
import { writeReadyFile } from './write-ready-file.ts'

if (isMainThread && !isLauncher(process.argv[1])) void begin().catch(warn)

/** Takes the settings at once, before the program runs; the rest goes on beside it. */
async function begin(): Promise<void> {
  const settings = takeProbeSettings(process.env)
  if (settings !== null) await listen(settings)
}

async function listen({ token, port, readyFile }: ProbeSettings): Promise<void> {
  const probe = await startProbe({ token, port })
  if (readyFile !== undefined) {
    await writeReadyFile(readyFile, { pid: process.pid, port: probe.port, token: probe.token })
  }
}

/** A program without its probe is better than none. */
function warn(error: unknown): void {
  process.emitWarning(`the probe did not start: ${error instanceof Error ? error.message : String(error)}`, {
    type: 'KneepointWarning',
  })
}
