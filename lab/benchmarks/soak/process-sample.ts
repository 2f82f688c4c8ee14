import { readdirSync, readFileSync } from 'node:fs'
import { heapBytesOf } from './heap-folder.ts'

/** What one process holds at one moment; `null` where that is not known. */
export interface ProcessSample {
  /** Resident memory of its own: pages of program files come and go with the system's cache. */
  readonly rssBytes: number | null
  readonly heapBytes: number | null
  readonly openFiles: number | null
}

export function sampleProcess(pid: number, heapFolder: string): ProcessSample {
  return {
    rssBytes: residentBytes(pid),
    heapBytes: heapBytesOf(pid, heapFolder),
    openFiles: quietly(() => readdirSync(`/proc/${pid}/fd`).length),
  }
}

function residentBytes(pid: number): number | null {
  const status = quietly(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? ''
  const kibibytes = /^RssAnon:\s+(\d+) kB/m.exec(status)?.[1]
  return kibibytes === undefined ? null : Number(kibibytes) * 1024
}

/** Names of the kernel's states of a socket (tcp_states.h), by their number. */
const STATES = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
]

/** How many sockets of this machine have a port at either end, by their state. */
export function socketsByState(port: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  for (const row of (quietly(() => readFileSync('/proc/net/tcp', 'utf8')) ?? '').split('\n')) {
    const [, own, remote, state = ''] =
      /^\s*\d+: [0-9A-F]{8}:([0-9A-F]{4}) [0-9A-F]{8}:([0-9A-F]{4}) ([0-9A-F]{2}) /.exec(row) ?? []
    if (own !== hex && remote !== hex) continue
    const name = STATES[Number.parseInt(state, 16) - 1] ?? state
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** A process that has ended has no files left to read. */
function quietly<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}
