import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ENTRY_POINTS } from '../entry-points.ts'
import { signalGroup } from './command-group.ts'
import type { CommandRun, SupervisorOrder, SupervisorReport } from './command-messages.ts'
import type { CommandOutput } from './command-output.ts'
import type { ChildExit } from './start-child.ts'
import { typescriptExecArgv } from './typescript-exec-argv.ts'

/** Beyond the limit that the command has: the supervisor kills, and ends. */
const SUPERVISOR_LIMIT_MS = 3_000
const DRAIN_LIMIT_MS = 500

/** A command that runs in a process group of its own. */
export interface SupervisedCommand {
  /** Of the command, and the number of its process group. */
  readonly pid: number
  /** When the command itself has ended; what it started may go on until `stop`. */
  readonly exited: Promise<ChildExit>
  /**
   * SIGTERM to the whole group, SIGKILL to what is left of it after `limitMs`. Resolves when all are gone and what they
   * wrote was read. May be called more than once.
   */
  stop(limitMs: number): Promise<void>
}

/** The system did not start the command: `code` is its error code, e.g. `ENOENT`. */
export class CommandSpawnError extends Error {
  override readonly name = 'CommandSpawnError'
  readonly code: string | null

  constructor(message: string, code: string | null) {
    super(message)
    this.code = code
  }
}

/**
 * Starts a command as the leader of a process group, under a process that ends the group when this one is gone,
 * however it went. What leaves the group by itself, as daemons do, is out of its reach.
 *
 * @param output is given what the command writes
 * @throws CommandSpawnError when the command cannot be started
 */
export async function superviseCommand(run: CommandRun, output: CommandOutput): Promise<SupervisedCommand> {
  const supervisor = fork(fileURLToPath(ENTRY_POINTS.commandProcess), [], {
    execArgv: typescriptExecArgv(ENTRY_POINTS.commandProcess),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const name of ['stdout', 'stderr'] as const) {
    supervisor[name]?.on('data', (bytes: Buffer) => output.push(name, bytes))
  }
  const gone = new Promise<ChildExit>((resolve) => {
    supervisor.once('exit', (code, signal) => resolve({ code, signal }))
  })
  const read = new Promise<void>((resolve) => {
    supervisor.once('close', () => resolve())
  })
  const closeOutput = async (): Promise<void> => {
    await gone
    // Something that left the group may hold the other end.
    await within(DRAIN_LIMIT_MS, read)
    supervisor.stdout?.destroy()
    supervisor.stderr?.destroy()
  }
  try {
    const { pid, ended } = await startedBy(supervisor, run)
    void gone.then(() => signalGroupUnlessEnded(pid, ended))
    let stopped: Promise<void> | undefined
    return {
      pid,
      exited: Promise.race([ended.promise, gone]),
      stop: (limitMs) => (stopped ??= stopSupervisor(supervisor, limitMs, gone).then(closeOutput)),
    }
  } catch (error) {
    if (supervisor.kill('SIGKILL')) await closeOutput()
    throw error
  }
}

interface Ended {
  readonly promise: Promise<ChildExit>
  readonly hasEnded: () => boolean
}

function startedBy(
  supervisor: ChildProcess,
  run: CommandRun,
): Promise<{ readonly pid: number; readonly ended: Ended }> {
  let hasEnded = false
  let end: (exit: ChildExit) => void = () => {}
  const promise = new Promise<ChildExit>((resolve) => {
    end = resolve
  })
  const ended = { promise, hasEnded: () => hasEnded }
  return new Promise((resolve, reject) => {
    supervisor.once('error', (error) => reject(new CommandSpawnError(error.message, null)))
    supervisor.once('exit', () => reject(new CommandSpawnError('its supervisor ended', null)))
    supervisor.on('message', (report: SupervisorReport) => {
      if (report.type === 'hello') order(supervisor, { type: 'run', run })
      else if (report.type === 'started') resolve({ pid: report.pid, ended })
      else if (report.type === 'failed') reject(new CommandSpawnError(report.message, report.code))
      else {
        hasEnded = true
        end({ code: report.code, signal: report.signal })
      }
    })
  })
}

/** Where the supervisor was killed, its command still runs. */
function signalGroupUnlessEnded(group: number, { hasEnded }: Ended): void {
  if (!hasEnded()) signalGroup(group, 'SIGKILL')
}

async function stopSupervisor(
  supervisor: ChildProcess,
  limitMs: number,
  gone: Promise<ChildExit>,
): Promise<void> {
  if (supervisor.connected) order(supervisor, { type: 'stop', limitMs })
  const kill = setTimeout(() => supervisor.kill('SIGKILL'), limitMs + SUPERVISOR_LIMIT_MS)
  await gone
  clearTimeout(kill)
}

function order(supervisor: ChildProcess, message: SupervisorOrder): void {
  // A child that has just died is seen by its 'exit' event, not here.
  supervisor.send(message, () => {})
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs)
  })
  await Promise.race([work, limit])
  clearTimeout(timer)
}
