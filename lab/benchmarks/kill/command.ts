import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url))
const tsx = import.meta.resolve('tsx')

export interface EndedCommand {
  readonly code: number | null
  readonly output: string
}

/** The command line from its sources, in a process of its own. */
export class Command {
  readonly ended: Promise<EndedCommand>
  readonly #child: ChildProcess

  constructor(args: readonly string[], folder: string) {
    this.#child = spawn(process.execPath, ['--import', tsx, cli, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code) => resolve({ code, output }))
    })
  }

  get pid(): number {
    return this.#child.pid as number
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}
