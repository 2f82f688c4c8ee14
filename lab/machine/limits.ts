import { type SystemFiles, systemFiles } from './system-files.ts'
import { type ConnectionsTo, readConnectionsTo, type TcpAddress } from './tcp-table.ts'

/** What the system lets a process have; `null` for what it does not tell. */
export interface Limits {
  readonly openFiles: OpenFiles | null
  /** The local ports that connections get, first and last. */
  readonly localPorts: { readonly first: number; readonly last: number } | null
  /**
   * Whether a new connection may have the port of one that has been in TIME_WAIT for a second: never (0), always (1),
   * or to loopback addresses only (2).
   */
  readonly timeWaitReuse: 0 | 1 | 2 | null
  /** To the target's address now. */
  readonly toTarget: ConnectionsTo | null
  readonly targetIsLoopback: boolean
}

export interface OpenFiles {
  readonly soft: FileLimit
  readonly hard: FileLimit
  /** Open now; `null` where it is not known. */
  readonly open: number | null
}

export type FileLimit = number | 'unlimited'

/** @param target where the load goes; `null` when that is not known yet */
export function readLimits(target: TcpAddress | null, files: SystemFiles = systemFiles): Limits {
  const open = files.countEntries('/proc/self/fd')
  const openFiles = parseOpenFiles(files.readText('/proc/self/limits') ?? '')
  return {
    // The folder itself is open while it is read.
    openFiles: openFiles === null ? null : { ...openFiles, open: open === null ? null : open - 1 },
    localPorts: parsePortRange(files.readText('/proc/sys/net/ipv4/ip_local_port_range') ?? ''),
    timeWaitReuse: parseTimeWaitReuse(files.readText('/proc/sys/net/ipv4/tcp_tw_reuse') ?? ''),
    toTarget: target === null ? null : readConnectionsTo(target, files),
    targetIsLoopback: target !== null && isLoopback(target.host),
  }
}

/** Reads `Max open files` of a /proc/PID/limits text. */
export function parseOpenFiles(text: string): Pick<OpenFiles, 'soft' | 'hard'> | null {
  const [, soft, hard] = /^Max open files +(\d+|unlimited) +(\d+|unlimited)/m.exec(text) ?? []
  return soft === undefined || hard === undefined ? null : { soft: limitOf(soft), hard: limitOf(hard) }
}

/** @param text e.g. `32768	60999` */
function parsePortRange(text: string): Limits['localPorts'] {
  const [, first, last] = /^(\d+)\s+(\d+)\s*$/.exec(text) ?? []
  return first === undefined || last === undefined ? null : { first: Number(first), last: Number(last) }
}

function parseTimeWaitReuse(text: string): Limits['timeWaitReuse'] {
  return ([0, 1, 2] as const).find((value) => String(value) === text.trim()) ?? null
}

function limitOf(text: string): FileLimit {
  return text === 'unlimited' ? text : Number(text)
}

function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.')
}

/** How many local ports there are; `null` where it is not known. */
export function portCount({ localPorts }: Limits): number | null {
  return localPorts === null ? null : localPorts.last - localPorts.first + 1
}

/** How long a port is held after its connection was closed from this side, in ms: TCP_TIMEWAIT_LEN of Linux is 60 s. */
export function portHeldMs({ timeWaitReuse, targetIsLoopback }: Limits): number {
  return timeWaitReuse === 1 || (timeWaitReuse === 2 && targetIsLoopback) ? REUSED_AFTER_MS : TIME_WAIT_MS
}

const TIME_WAIT_MS = 60_000
const REUSED_AFTER_MS = 1000
