import { isIPv4, isIPv6 } from 'node:net'
import type { SystemFiles } from './system-files.ts'

/** An address that connections go to: an IP address, not a name. */
export interface TcpAddress {
  readonly host: string
  readonly port: number
}

export interface ConnectionsTo {
  /** Open, opening or closing: each holds a local port. */
  readonly inUse: number
  /** Closed from this side, and held back for a while so that late segments cannot reach a new connection. */
  readonly timeWait: number
}

/** @returns `null` where the system has no such tables */
export function readConnectionsTo(address: TcpAddress, files: SystemFiles): ConnectionsTo | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6']
    .map((path) => files.readText(path))
    .filter((text) => text !== null)
  return tables.length === 0 ? null : countConnectionsTo(address, tables)
}

/**
 * Counts the rows of /proc/net/tcp and tcp6 that go to an address. A row is `sl local remote state …`; an address is
 * hex, each of its 32-bit words in the order of a little-endian machine; state 06 is TIME_WAIT (proc_net_tcp, and
 * tcp_states.h).
 */
export function countConnectionsTo(address: TcpAddress, tables: readonly string[]): ConnectionsTo {
  const bytes = bytesOf(address.host)
  let inUse = 0
  let timeWait = 0
  for (const row of tables.flatMap((text) => text.split('\n'))) {
    const [, host = '', port = '', state = ''] =
      /^\s*\d+: [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]{2}) /.exec(row) ?? []
    if (Number.parseInt(port, 16) !== address.port || bytesOfHex(host) !== bytes) continue
    if (state === TIME_WAIT) timeWait++
    else inUse++
  }
  return { inUse, timeWait }
}

const TIME_WAIT = '06'

/** The 16 bytes of an address as text, an IPv4 address as the IPv6 address that stands for it (RFC 4291, 2.5.5.2). */
function bytesOf(host: string): string | null {
  if (isIPv4(host)) return `${MAPPED},${host.split('.').map(Number).join(',')}`
  return isIPv6(host) ? ipv6Bytes(host).join(',') : null
}

const MAPPED = '0,0,0,0,0,0,0,0,0,0,255,255'

function ipv6Bytes(host: string): number[] {
  // A URL writes every IPv6 address the same way, without dots.
  const plain = new URL(`http://[${host.replace(/%.*$/, '')}]`).hostname.slice(1, -1)
  const [before = '', after = ''] = plain.split('::')
  const head = groupsOf(before)
  const tail = groupsOf(after)
  const zeros = Array<number>(8 - head.length - tail.length).fill(0)
  return [...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 0xff])
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}

function bytesOfHex(hex: string): string {
  const words = hex.match(/.{8}/g) ?? []
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed())
  const text = bytes.map((byte) => Number.parseInt(byte, 16)).join(',')
  return bytes.length === 4 ? `${MAPPED},${text}` : text
}
