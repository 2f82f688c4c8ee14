import type { Check } from './constraint.ts'

const BYTES_PER_KIB = 1024
const KIB_PER_MIB = 1024

/**
 * The kernel's part of an idle connection, at each end: a tcp_sock (2,368 bytes), a socket inode (832), a file and a
 * dentry (192 each), as /proc/slabinfo of Linux x86-64 has them. Buffers are empty while it is idle.
 */
const KERNEL_KIB = (2368 + 832 + 192 + 192) / BYTES_PER_KIB

/**
 * Resident memory of an idle connection in the process itself, in KiB: measured as its growth over 1,500 idle
 * connections of Node 20's `http` and `https` (ECDSA P-256, TLS 1.3), after two garbage collections. Other libraries
 * differ; it is an order of magnitude, on the side of more.
 */
const PROCESS_KIB = { client: { plain: 18, tls: 82 }, server: { plain: 11, tls: 49 } } as const

/** What idle connections may take in one process, where the operator does not say. */
const DEFAULT_IDLE_MEMORY_MIB = 64

/** Memory of an idle connection at one end, kernel, TLS and library together, in KiB. */
export function idleConnectionKiB(end: 'client' | 'server', tls: boolean): number {
  return KERNEL_KIB + PROCESS_KIB[end][tls ? 'tls' : 'plain']
}

/** Memory of the idle connections of a pod, and of all pods' at the server, against what a process may spend on them. */
export const idleMemory: Check = ({ expected }, { pods, surroundings: { tls }, bounds }) => {
  const limit = bounds.idleMemoryMiB ?? DEFAULT_IDLE_MEMORY_MIB
  const clientKiB = idleConnectionKiB('client', tls)
  const serverKiB = idleConnectionKiB('server', tls)
  const podMiB = (Math.ceil(expected.peakIdle / pods) * clientKiB) / KIB_PER_MIB
  const serverMiB = (expected.peakIdle * serverKiB) / KIB_PER_MIB
  const most = Math.max(podMiB, serverMiB)
  const whose = bounds.idleMemoryMiB === undefined ? 'taken as allowed' : 'allowed by bounds.idleMemoryMiB'
  return {
    name: 'idleMemory',
    holds: most <= limit,
    atLimit: most === limit,
    figures: `${most.toFixed(1)} of ${limit} MiB`,
    sentence:
      `Memory of idle connections: up to ${podMiB.toFixed(1)} MiB in a pod and ${serverMiB.toFixed(1)} MiB in the server, of ` +
      `${limit} MiB (${whose}), by an estimate of ${clientKiB.toFixed(0)} and ${serverKiB.toFixed(0)} KiB ` +
      `for each${tls ? ', with TLS' : ''}.`,
  }
}
