import { spawn } from 'node:child_process'
import { groupRuns, signalGroup } from './command-group.ts'
import type { CommandRun, SupervisorOrder, SupervisorReport } from './command-messages.ts'

// The process that a target's command is a child of. It starts the command as the leader of a process group, and ends
// the whole group when the lab is gone, however it went: nobody else would notice that.

/** When this process is asked to end by somebody other than the lab. */
const STOP_LIMIT_MS = 5_000
const KILL_LIMIT_MS = 1_000
const PERIOD_MS = 20

/** The process group, whose number is the command's pid; `null` while there is none. */
let group: number | null = null
let stopping = false

function report(message: SupervisorReport): void {
  // A closed channel is the business of the `disconnect` listener.
  process.send?.(message, undefined, undefined, () => {})
}

function run({ command: [program, ...words], cwd, env }: CommandRun): void {
  // The lab reads what the command writes: nothing passes through here.
  const child = spawn(program, words, { cwd, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] })
  child.once('error', (error: NodeJS.ErrnoException) => {
    report({ type: 'failed', code: error.code ?? null, message: error.message })
  })
  child.once('exit', (code, signal) => {
    if (group !== null && !groupRuns(group)) group = null
    report({ type: 'ended', code, signal })
  })
  if (child.pid === undefined) return
  group = child.pid
  report({ type: 'started', pid: child.pid })
}

async function stop(limitMs: number): Promise<void> {
  if (stopping) return
  stopping = true
  if (group !== null) {
    signalGroup(group, 'SIGTERM')
    // A process that was suspended would not see it.
    signalGroup(group, 'SIGCONT')
    if (!(await isGone(group, limitMs))) {
      signalGroup(group, 'SIGKILL')
      await isGone(group, KILL_LIMIT_MS)
    }
  }
  process.exit(0)
}

async function isGone(ofGroup: number, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs
  while (groupRuns(ofGroup)) {
    if (performance.now() >= endMs) return false
    await new Promise((resolve) => {
      setTimeout(resolve, PERIOD_MS)
    })
  }
  return true
}

function killAtOnce(): void {
  if (group !== null) signalGroup(group, 'SIGKILL')
  process.exit(0)
}

if (process.send === undefined || !process.connected) {
  throw new Error('this process is started by superviseCommand and needs its IPC channel')
}
// A terminal sends these to the lab as well, which decides.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {})
process.on('SIGTERM', () => void stop(STOP_LIMIT_MS))
process.on('disconnect', killAtOnce)
process.on('message', (order: SupervisorOrder) => {
  if (order.type === 'run') run(order.run)
  else void stop(order.limitMs)
})
report({ type: 'hello' })
