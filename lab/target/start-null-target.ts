import { ENTRY_POINTS } from '../entry-points.ts'
import type { NullProcessOptions, NullProcessReady, NullStats } from './null-process.ts'
import { startChild, type ChildExit } from './start-child.ts'

export interface NullTarget {
  /** Where the load goes, e.g. `http://127.0.0.1:40123`. */
  readonly origin: string
  readonly port: number
  readonly pid: number
  /** How many requests it has answered so far. */
  requests(): Promise<number>
  /** Stops its process; takes 2 s at most. May be called more than once. */
  stop(): Promise<void>
  readonly exited: Promise<ChildExit>
}

/**
 * Starts a server that answers at once, in a process of its own, to find out what the load generator can do. It ends
 * with this process, however that goes.
 *
 * @throws ChildStartError when it does not start
 */
export async function startNullTarget(): Promise<NullTarget> {
  const options = { port: 0 } satisfies NullProcessOptions
  const child = await startChild<NullProcessReady>(ENTRY_POINTS.nullProcess, options)
  const { port, adminPort, adminToken } = child.ready
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    async requests() {
      const response = await fetch(`http://127.0.0.1:${adminPort}/stats`, {
        headers: { authorization: `Bearer ${adminToken}` },
      })
      return ((await response.json()) as NullStats).requests
    },
    stop: () => child.stop(),
    exited: child.exited,
  }
}
