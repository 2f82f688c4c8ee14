import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

const DEADLINE_MS = 90_000

export interface RunnerTask {
  readonly args: readonly string[]
  readonly cwd: string
  /** It is interrupted when it has printed this; `null` for a command that ends by itself. */
  readonly until: string | null
}

export interface RunnerResult {
  /** `null` where it ended the whole process, or did not end. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * A module for a process that runs one command after the other: each in its folder, by importing the built command line
 * anew, whose modules are loaded but once.
 */
export const runnerModule = `
import { pathToFileURL } from 'node:url'
const cli = process.argv[2]
let tasks = 0

process.on('message', async ({ args, cwd, until }) => {
  const written = { stdout: '', stderr: '' }
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write }
  for (const name of Object.keys(writes)) {
    process[name].write = (chunk, ...more) => {
      written[name] += chunk
      if (until !== null && String(chunk).includes(until)) setImmediate(() => process.emit('SIGINT'))
      more.find((each) => typeof each === 'function')?.()
      return true
    }
  }
  process.chdir(cwd)
  process.argv = [process.execPath, cli, ...args]
  process.exitCode = 0
  await import(pathToFileURL(cli).href + '?' + tasks++)
  for (const [name, write] of Object.entries(writes)) {
    process[name].write = write
    process[name].removeAllListeners('error')
  }
  for (const name of ['SIGINT', 'SIGTERM']) process.removeAllListeners(name)
  const code = process.exitCode
  process.exitCode = 0
  process.send({ code, ...written })
})
`.trimStart()

/** A process of the built command line that starts once, for many commands. */
export class CommandRunner {
  readonly #moduleFile: string
  readonly #cli: string
  #child: ChildProcess | null = null

  /**
   * @param moduleFile holds `runnerModule`
   * @param cli the module of the command line
   */
  constructor(moduleFile: string, cli: string) {
    this.#moduleFile = moduleFile
    this.#cli = cli
  }

  /** One at a time. */
  async run(task: RunnerTask): Promise<RunnerResult> {
    this.#child ??= this.#start()
    const child = this.#child
    const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS)
    const ended = new AbortController()
    child.send(task)
    try {
      const result = await Promise.race([
        once(child, 'message', { signal: ended.signal }).then(([message]) => message as RunnerResult),
        once(child, 'exit', { signal: ended.signal }).then(() => null),
      ])
      if (result !== null) return result
      this.#child = null
      return { code: null, stdout: '', stderr: 'it ended the process, or did not end' }
    } finally {
      clearTimeout(deadline)
      ended.abort()
    }
  }

  #start(): ChildProcess {
    return fork(this.#moduleFile, [this.#cli], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NO_COLOR: '1' },
    })
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null) return
    const exit = once(child, 'exit')
    child.kill()
    await exit
  }
}
