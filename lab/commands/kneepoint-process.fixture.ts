import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { isRunning } from '../benchmarks/kill/process-tree.ts'

const DEADLINE_MS = 60_000
const POLL_MS = 20

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

const started: KneepointProcess[] = []

/** The module of the command line as it was built for these tests. */
export function builtCli(): string {
  return join(inject('builtPackage'), 'dist/lab/cli.js')
}

/** The command line as users run it: a process of its own from the built package, with a terminal's streams as pipes. */
export class KneepointProcess {
  readonly ended: Promise<Ended>
  readonly #child: ChildProcess
  #stdout = ''
  #stderr = ''

  /** @param calibrates whether it may first find out what load this machine can make, which takes seconds */
  constructor(args: readonly string[], cwd: string, calibrates = false) {
    this.#child = spawn(process.execPath, [builtCli(), ...(calibrates ? args : withoutCalibration(args))], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr })
      })
    })
    started.push(this)
  }

  get pid(): number {
    return this.#child.pid as number
  }

  get stderr(): string {
    return this.#stderr
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Waits until something holds while the process runs; what it wrote is in the message of a failure. */
  async until<Value>(what: string, found: () => Value | null | undefined | false): Promise<Value> {
    return until(
      what,
      () => {
        const value = found()
        if (value === null || value === undefined || value === false) {
          if (this.hasEnded) throw new Error(`it ended before ${what}:\n${this.#stderr}${this.#stdout}`)
        }
        return value
      },
      () => `${this.#stderr}${this.#stdout}`,
    )
  }
}

/** Commands that find out what load this machine can make; a scenario's path, or an option, in the first place is `run`. */
const CALIBRATING = ['run', 'bench', 'knee']

function withoutCalibration(args: readonly string[]): readonly string[] {
  const [first = 'help'] = args
  const sends = CALIBRATING.includes(first) || /^-|\.[cm]?[jt]s$|\.json$|[/\\]/.test(first)
  const isShort = args.some((arg) => ['--help', '-h', '--version', '-V'].includes(arg))
  return sends && !isShort ? [...args, '--no-calibration'] : args
}

/** Runs a command to its end. */
export function kneepoint(args: readonly string[], cwd: string): Promise<Ended> {
  return new KneepointProcess(args, cwd).ended
}

/** Ends what a test that failed has left running. */
export async function endAllProcesses(): Promise<void> {
  const all = started.splice(0)
  for (const each of all) if (!each.hasEnded) each.kill('SIGKILL')
  await Promise.all(all.map((each) => each.ended))
}

/** Asks again until there is an answer; the deadline only bounds a failure. */
export async function until<Value>(
  what: string,
  found: () => Value | null | undefined | false,
  explain: () => string = () => '',
): Promise<Value> {
  const endMs = Date.now() + DEADLINE_MS
  for (;;) {
    const value = found()
    if (value !== null && value !== undefined && value !== false) return value
    if (Date.now() > endMs) throw new Error(`waited in vain until ${what}\n${explain()}`)
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS)
    })
  }
}

export function commandLineOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
}

export async function untilGone(pids: readonly number[]): Promise<void> {
  await until(`processes ${pids.join(', ')} are gone`, () => !pids.some(isRunning))
}
