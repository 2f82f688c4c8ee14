import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ChildFailure, ChildMessage, ParentMessage } from './child-messages.ts'
import { typescriptExecArgv } from './typescript-exec-argv.ts'

export interface ChildExit {
  readonly code: number | null
  readonly signal: string | null
}

export interface RunningChild<Ready> {
  readonly pid: number
  readonly ready: Ready
  readonly exited: Promise<ChildExit>
  /** Asks the child to stop, kills it after its limit, and resolves when it is gone. May be called more than once. */
  stop(): Promise<void>
}

/** A child that said why it could not start, or that died or fell silent before it was ready. */
export class ChildStartError extends Error {
  override readonly name = 'ChildStartError'
  /** The system's error code, e.g. `EADDRINUSE`, if the child gave one. */
  readonly code: string | null

  constructor(message: string, code: string | null) {
    super(message)
    this.code = code
  }
}

const READY_LIMIT_MS = 30_000
const STOP_LIMIT_MS = 2_000
/** Beyond the drain, for the process to come to its end. */
const AFTER_DRAIN_MS = 500
const STDERR_TAIL_CHARACTERS = 4_000

/**
 * Starts `entry`, a module that calls `runManagedChild`, in a process of its own and hands it its options.
 *
 * @param drainLimitMs the child's `drainLimitMs`, where it has one: it is killed 0.5 s after that, else after 2 s
 * @throws ChildStartError with the end of the child's stderr when it does not get ready within 30 s
 */
export async function startChild<Ready>(
  entry: URL,
  options: object,
  drainLimitMs?: number,
): Promise<RunningChild<Ready>> {
  const child = fork(fileURLToPath(entry), [], {
    execArgv: typescriptExecArgv(entry),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  let stopped: Promise<void> | undefined
  const stopLimitMs = drainLimitMs === undefined ? STOP_LIMIT_MS : drainLimitMs + AFTER_DRAIN_MS
  const stop = (): Promise<void> => (stopped ??= stopChild(child, exited, stopLimitMs))
  try {
    const ready = await readyOf<Ready>(child, options)
    // The constructor of a started child always sets its pid.
    return { pid: child.pid as number, ready, exited, stop }
  } catch (error) {
    if (child.pid !== undefined) {
      child.kill('SIGKILL')
      await exited
    }
    throw error
  }
}

function readyOf<Ready>(child: ChildProcess, options: object): Promise<Ready> {
  const stderrTail = keepTail(child)
  return new Promise((resolve, reject) => {
    let failure: ChildFailure | null = null
    const limit = setTimeout(() => {
      reject(new ChildStartError(`not ready after ${READY_LIMIT_MS / 1000} s${stderrTail()}`, null))
    }, READY_LIMIT_MS)
    child.on('error', (error) => {
      clearTimeout(limit)
      reject(new ChildStartError(error.message, null))
    })
    // 'close' comes after 'exit', when stderr has been read to its end.
    child.once('close', (code, signal) => {
      clearTimeout(limit)
      const died = `ended before it was ready (${signal ?? `exit code ${code}`})${stderrTail()}`
      reject(new ChildStartError(failure?.message ?? died, failure?.code ?? null))
    })
    child.on('message', (message: ChildMessage<Ready>) => {
      if (message.type === 'hello') send(child, { type: 'start', options })
      else if (message.type === 'failed') failure = message.failure
      else {
        clearTimeout(limit)
        resolve(message.ready)
      }
    })
  })
}

async function stopChild(
  child: ChildProcess,
  exited: Promise<ChildExit>,
  stopLimitMs: number,
): Promise<void> {
  const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
  if (child.connected) send(child, { type: 'stop' })
  else child.kill('SIGTERM')
  await exited
  clearTimeout(limit)
}

function send(child: ChildProcess, message: ParentMessage): void {
  // A child that has just died is seen by its 'exit' event, not here.
  child.send(message, () => {})
}

/** Reads stderr for as long as the child lives, so that it never blocks on a full pipe, and keeps the end. */
function keepTail(child: ChildProcess): () => string {
  let tail = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_TAIL_CHARACTERS)
  })
  return () => (tail.trim() === '' ? '' : `; it wrote:\n${tail.trim()}`)
}
