import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { membersOfGroup } from './command-group.ts'

/** A TCP port that a process listens on. */
export interface Listener {
  readonly pid: number
  /** As it is written in a URL, such as `127.0.0.1` or `[::1]`. */
  readonly host: string
  readonly port: number
}

/** State 0A of a line of /proc/net/tcp, by proc(5). */
const LISTENS = '0A'

/** What the processes of a group listen on, by proc(5); empty where the system has no /proc. */
export function listenersOfGroup(group: number): readonly Listener[] {
  return (membersOfGroup(group) ?? []).flatMap(listenersOf)
}

function listenersOf(pid: number): readonly Listener[] {
  const inodes = socketInodes(pid)
  if (inodes.size === 0) return []
  return ['tcp', 'tcp6'].flatMap((table) =>
    parseListeners(readOrEmpty(`/proc/${pid}/net/${table}`))
      .filter(({ inode }) => inodes.has(inode))
      .map(({ host, port }) => ({ pid, host, port })),
  )
}

/** The lines of /proc/net/tcp or tcp6 that are of listening sockets. */
export function parseListeners(
  table: string,
): ReadonlyArray<{ readonly host: string; readonly port: number; readonly inode: string }> {
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const [, local = '', , state] = fields
    const [address = '', port = ''] = local.split(':')
    if (state !== LISTENS) return []
    return [{ host: readAddress(address), port: Number.parseInt(port, 16), inode: fields[9] ?? '' }]
  })
}

/** Words of four bytes in the byte order of the machine, which is little-endian wherever Node runs. */
function readAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? []
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed())
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
  const groups = bytes.flatMap((byte, i) => (i % 2 === 0 ? [`${byte}${bytes[i + 1] ?? ''}`] : []))
  // A URL writes an IPv6 address in its shortest form.
  return new URL(`http://[${groups.join(':')}]`).hostname
}

function socketInodes(pid: number): ReadonlySet<string> {
  const inodes = new Set<string>()
  let names: string[]
  try {
    names = readdirSync(`/proc/${pid}/fd`)
  } catch {
    return inodes
  }
  for (const name of names) {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOrEmpty(`/proc/${pid}/fd/${name}`))?.[1]
    if (inode !== undefined) inodes.add(inode)
  }
  return inodes
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function linkOrEmpty(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}
