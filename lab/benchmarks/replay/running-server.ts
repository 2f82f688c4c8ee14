import { setTimeout as sleep } from 'node:timers/promises'
import { type Certificate, createCertificate } from '../../target/certificate.ts'
import { type RunningChild, startChild } from '../../target/start-child.ts'
import type { ReplayServerReady } from './replay-server-process.ts'
import type { ReplayServerStats } from './replay-server.ts'

/** Where a client finds the replay server. */
export interface ReplayEndpoint {
  readonly host: string
  readonly port: number
  /** Certificate authority in PEM, or `null` for plain HTTP. */
  readonly ca: string | null
}

const EMPTY_LIMIT_MS = 3_000

/** The replay server in a process of its own. */
export class RunningServer {
  readonly endpoint: ReplayEndpoint
  readonly #child: RunningChild<ReplayServerReady>

  private constructor(child: RunningChild<ReplayServerReady>, ca: string | null) {
    this.#child = child
    this.endpoint = { host: '127.0.0.1', port: child.ready.port, ca }
  }

  static async start(options: { tls: boolean; idleTimeoutMs: number | null }): Promise<RunningServer> {
    const certificate: Certificate | null = options.tls ? await createCertificate('ecdsa') : null
    const entry = new URL('replay-server-process.ts', import.meta.url)
    const { idleTimeoutMs } = options
    const child = await startChild<ReplayServerReady>(entry, { certificate, idleTimeoutMs })
    return new RunningServer(child, certificate?.cert ?? null)
  }

  get pid(): number {
    return this.#child.pid
  }

  async stats(): Promise<ReplayServerStats> {
    const { adminPort, adminToken } = this.#child.ready
    const response = await fetch(`http://127.0.0.1:${adminPort}/stats`, {
      headers: { authorization: `Bearer ${adminToken}` },
    })
    return (await response.json()) as ReplayServerStats
  }

  /**
   * Resolves when every connection is closed.
   *
   * @throws Error when some are still open after 3 s
   */
  async emptied(): Promise<ReplayServerStats> {
    for (let waitedMs = 0; ; waitedMs += 50) {
      const stats = await this.stats()
      if (stats.open === 0) return stats
      if (waitedMs >= EMPTY_LIMIT_MS) throw new Error(`${stats.open} connections are still open`)
      await sleep(50)
    }
  }

  stop(): Promise<void> {
    return this.#child.stop()
  }
}
