import { isMainThread } from 'node:worker_threads'
import { PROBE_VARIABLES } from '../target-probe/probe-settings.ts'

// Loaded into every Node process of a command, npm and tsx among them. The one that the lab wants to hear of is the one
// that opens a TCP port: only there is the probe loaded, and what tells it where to report stays for the others.

const PERIOD_MS = 20
const LIMIT_MS = 600_000

function listens(): boolean {
  return process.getActiveResourcesInfo().includes('TCPServerWrap')
}

function loadProbe(): void {
  // A server runs with or without its probe; the lab says that it is not there.
  import('../target-probe/probe.ts').catch(() => {})
}

if (isMainThread && process.env[PROBE_VARIABLES.readyFile] !== undefined) {
  const startedMs = performance.now()
  const timer = setInterval(() => {
    const isOver = performance.now() - startedMs > LIMIT_MS
    if (isOver || listens()) clearInterval(timer)
    if (!isOver && listens()) loadProbe()
  }, PERIOD_MS)
  timer.unref()
}
