import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Every process below one, as Linux tells it: its children, and theirs. */
export function descendantsOf(pid: number): readonly number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: statOf(Number(name))?.parent }))
  const found = [pid]
  for (let i = 0; i < found.length; i++) {
    found.push(...all.filter(({ parent }) => parent === found[i]).map((each) => each.pid))
  }
  return found.slice(1)
}

/** Whether a process runs; one that has ended and was not waited for does not. */
export function isRunning(pid: number): boolean {
  const state = statOf(pid)?.state
  return state !== undefined && state !== 'Z' && state !== 'X'
}

function statOf(pid: number): { readonly state: string; readonly parent: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return null
  }
}

/** Ports on which these processes take connections. */
export function listeningPorts(pids: readonly number[]): readonly number[] {
  const inodes = new Set(pids.flatMap(socketsOf))
  return listeners()
    .filter(({ inode }) => inodes.has(inode))
    .map(({ port }) => port)
}

/** Of these ports, those on which someone still takes connections. */
export function stillListening(ports: readonly number[]): readonly number[] {
  const taken = new Set(listeners().map(({ port }) => port))
  return ports.filter((port) => taken.has(port))
}

function socketsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`
  try {
    return readdirSync(folder).flatMap(
      (name) => /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/${name}`))?.[1] ?? [],
    )
  } catch {
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

/** Rows of /proc/net/tcp in state 0A, which is LISTEN: `sl local remote state queues timer retransmits uid timeout inode`. */
function listeners(): ReadonlyArray<{ readonly port: number; readonly inode: string }> {
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .flatMap((row) => {
      const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/)
      return state === '0A' ? [{ port: Number.parseInt(local.split(':')[1] ?? '', 16), inode }] : []
    })
}
