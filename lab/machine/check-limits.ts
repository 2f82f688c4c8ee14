import { type FileLimit, type Limits, type OpenFiles, portCount, portHeldMs } from './limits.ts'

export interface LimitsCheck {
  /** Most connections open at once. */
  readonly expectedConnections: number
  /** New connections per second; `null` where that is not known. */
  readonly expectedDialsPerSecond: number | null
  readonly durationMs: number
  readonly limits: Limits
}

/** Files beside connections: modules, pipes, logs, event queues. */
const SPARE_FILES = 64

/** What a stretch of traffic is going to run into, each with what to do about it; nothing where it is not known. */
export function checkLimits(check: LimitsCheck): string[] {
  return [checkFiles(check), checkPorts(check)].filter((warning) => warning !== null)
}

function checkFiles({ expectedConnections, limits: { openFiles } }: LimitsCheck): string | null {
  if (openFiles === null) return null
  const needed = Math.ceil(expectedConnections) + (openFiles.open ?? 0) + SPARE_FILES
  if (fits(needed, openFiles.soft)) return null
  const found = `${Math.ceil(expectedConnections)} connections need about ${needed} open files, and this process may have ${openFiles.soft}`
  return `${found}: ${raiseFiles(needed, openFiles)}`
}

/** What to do so that a process may have `needed` files open. */
export function raiseFiles(needed: number, { hard }: OpenFiles): string {
  if (fits(needed, hard)) return `run 'ulimit -n ${needed}' in the shell before`
  return `the hard limit is ${hard}: raise it first, with nofile in /etc/security/limits.conf, LimitNOFILE of a service, or --ulimit nofile=${needed} of a container`
}

function fits(needed: number, limit: FileLimit): boolean {
  return limit === 'unlimited' || needed <= limit
}

/**
 * Each connection to one address needs a local port of its own, and a connection that was closed from this side keeps
 * its port for a while.
 */
function checkPorts({
  expectedConnections,
  expectedDialsPerSecond,
  durationMs,
  limits,
}: LimitsCheck): string | null {
  const ports = portCount(limits)
  if (ports === null) return null
  const heldMs = portHeldMs(limits)
  const { inUse = 0, timeWait = 0 } = limits.toTarget ?? {}
  const taken = inUse + (heldMs < durationMs ? 0 : timeWait)
  const closing = Math.ceil(((expectedDialsPerSecond ?? 0) * Math.min(durationMs, heldMs)) / 1000)
  const needed = Math.ceil(expectedConnections) + closing
  if (needed <= ports - taken) return null
  const held =
    closing === 0
      ? ''
      : `, and ${closing} more while ${expectedDialsPerSecond?.toFixed(0)} closed ones a second keep theirs for ${heldMs / 1000} s`
  const found = `${Math.ceil(expectedConnections)} connections to one address need as many local ports${held}; ${ports - taken} of ${ports} are free`
  return `${found}: ${freePorts(limits, closing)}`
}

function freePorts(limits: Limits, closing: number): string {
  const wider = `sysctl -w net.ipv4.ip_local_port_range='${WIDEST_RANGE}'`
  const steps = [
    ...(closing === 0 ? [] : ['keep connections open for longer']),
    ...(closing > 0 && portHeldMs(limits) > 1000 ? ['sysctl -w net.ipv4.tcp_tw_reuse=1'] : []),
    ...((limits.localPorts?.first ?? 0) > 1024 ? [wider] : []),
    'send the load from more addresses',
  ]
  return steps.join(', or ')
}

const WIDEST_RANGE = '1024 65535'
