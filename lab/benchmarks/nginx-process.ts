import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../target/free-port.ts'

/** Found on the path, or where Debian puts it, which is not on everybody's path. */
const PROGRAMS = ['nginx', '/usr/sbin/nginx']
const READY_LIMIT_MS = 5_000
const STOP_LIMIT_MS = 3_000

/** nginx in the foreground, as one process, in a temporary directory of its own. */
export class NginxProcess {
  readonly port: number
  readonly #child: ChildProcess
  readonly #directory: string

  private constructor(port: number, child: ChildProcess, directory: string) {
    this.port = port
    this.#child = child
    this.#directory = directory
  }

  /** Stops it where it stands, for the time, and lets it go on. */
  async freeze(durationMs: number): Promise<void> {
    this.#child.kill('SIGSTOP')
    await sleep(durationMs)
    this.#child.kill('SIGCONT')
  }

  /** The program to start, or `null` where there is none. */
  static async program(): Promise<string | null> {
    for (const program of PROGRAMS) {
      const child = spawn(program, ['-v'], { stdio: 'ignore' })
      const outcome = await new Promise<number | null>((resolve) => {
        child.once('error', () => resolve(null)).once('exit', resolve)
      })
      if (outcome === 0) return program
    }
    return null
  }

  /**
   * @param config makes the nginx.conf for the port to listen on; it has `daemon off` and answers `GET /ready`
   * @throws Error with nginx's own words when it does not answer within 5 s
   */
  static async start(program: string, config: (port: number) => string): Promise<NginxProcess> {
    const directory = await mkdtemp(join(tmpdir(), 'kneepoint-nginx-'))
    const port = await freePort()
    const file = join(directory, 'nginx.conf')
    await writeFile(file, config(port))
    const child = spawn(program, ['-p', directory, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] })
    const nginx = new NginxProcess(port, child, directory)
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    if (await nginx.#answers()) return nginx
    await nginx.stop()
    throw new Error(`nginx does not answer: ${said.trim()}`)
  }

  /** Stops it, at the latest after 3 s, and removes its directory. */
  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit')
      this.#child.kill('SIGTERM')
      const limit = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS)
      await gone
      clearTimeout(limit)
    }
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #answers(): Promise<boolean> {
    for (let waitedMs = 0; waitedMs < READY_LIMIT_MS; waitedMs += 50) {
      if (this.#child.exitCode !== null) return false
      const ready = fetch(`http://127.0.0.1:${this.port}/ready`, { headers: { connection: 'close' } })
      if (
        await ready.then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return true
      await sleep(50)
    }
    return false
  }
}
