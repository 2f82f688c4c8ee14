import { stat } from 'node:fs/promises'
import { type CommandTarget, withPort } from '../../models/scenario/targets/command-target.ts'
import { ProbeClient } from '../telemetry/probe-client.ts'
import { explainEarlyExit, explainSpawn, explainUnready, quoteCommand } from './command-failure.ts'
import { type Listener, listenersOfGroup } from './command-listeners.ts'
import type { CommandRun } from './command-messages.ts'
import type { CommandOutput } from './command-output.ts'
import { localPortOf } from './command-port.ts'
import { isJavascript, openProbePlace, type ProbePlace, probeObstacle, withProbe } from './command-probe.ts'
import { awaitReady } from './command-ready.ts'
import { CommandSpawnError, type SupervisedCommand, superviseCommand } from './command-supervisor.ts'
import { TargetStartError } from './start-target.ts'

const PROBE_LIMIT_MS = 5_000

/** Everything that is the same each time a command is started. */
export interface CommandPlan {
  readonly target: CommandTarget
  /** That it is to listen on. */
  readonly port: number
  /** Where the load goes. */
  readonly url: URL
  readonly ca: string | null
  readonly insecure: boolean
}

/** A command from its start to its end. */
export interface CommandLife {
  readonly supervised: SupervisedCommand
  readonly probe: ProbeClient | null
  /** The process that answers: the command, or one that it started. */
  readonly pid: number
  /** Why figures are missing that could be there; `null` where none are. */
  readonly note: string | null
}

/**
 * Starts a command and waits until it is ready.
 *
 * @param signal aborted, the command is stopped
 * @throws TargetStartError when it does not start, or is not ready in time
 * @throws the signal's reason
 */
export async function startCommandLife(
  plan: CommandPlan,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<CommandLife> {
  signal.throwIfAborted()
  const plain = await runOf(plan)
  const obstacle = probeObstacle(plain.command)
  const wantsProbe = plan.target.probe ?? isJavascript(plain.command, plain.cwd)
  const place = wantsProbe && obstacle === null ? await openProbePlace() : null
  try {
    const supervised = await supervise(place === null ? plain : withProbe(plain, place), output)
    try {
      await becomeReady(plan, { supervised, place, output }, signal)
      const found = place === null ? null : await findProbe(place, supervised, signal)
      signal.throwIfAborted()
      return {
        supervised,
        probe: found?.probe ?? null,
        pid: found?.pid ?? servingPid(supervised.pid, plan.url),
        note: found === null && wantsProbe ? probeNote(plain.command, obstacle) : null,
      }
    } catch (error) {
      await supervised.stop(plan.target.stopTimeoutMs)
      throw error
    }
  } finally {
    await place?.remove()
  }
}

/** @throws TargetStartError when the folder to start it in is not there */
async function runOf({ target, port }: CommandPlan): Promise<CommandRun> {
  const cwd = target.cwd ?? process.cwd()
  const isFolder = await stat(cwd).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new TargetStartError(`target.cwd: there is no folder ${cwd}`, null)
  const own = Object.entries(target.env).map(([name, value]) => [name, withPort(value, port)] as const)
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const [program, ...words] = target.command
  return {
    command: [withPort(program, port), ...words.map((word) => withPort(word, port))],
    cwd,
    env: Object.fromEntries([...inherited, ['PORT', String(port)], ...own]),
  }
}

async function supervise(run: CommandRun, output: CommandOutput): Promise<SupervisedCommand> {
  try {
    return await superviseCommand(run, output)
  } catch (error) {
    if (!(error instanceof CommandSpawnError)) throw error
    throw new TargetStartError(explainSpawn(run, error), null, { cause: error })
  }
}

/** @throws TargetStartError when it ends before it is ready, or is not in time */
async function becomeReady(
  { target, url, port, ca, insecure }: CommandPlan,
  {
    supervised,
    place,
    output,
  }: {
    readonly supervised: SupervisedCommand
    readonly place: ProbePlace | null
    readonly output: CommandOutput
  },
  signal: AbortSignal,
): Promise<void> {
  const settled = new AbortController()
  const check = { url, path: target.ready ?? null, ca, insecure }
  const waiting = AbortSignal.any([signal, settled.signal])
  const outcome = await Promise.race([
    awaitReady(check, target.readyTimeoutMs, waiting).then((problem) => ({ problem })),
    supervised.exited.then((exit) => ({ exit })),
  ])
  settled.abort()
  signal.throwIfAborted()
  if ('problem' in outcome && outcome.problem === null) return
  const listeners = await ownListeners(supervised.pid, place)
  // What it wrote has been read when it is gone.
  await supervised.stop(target.stopTimeoutMs)
  const message =
    'exit' in outcome
      ? explainEarlyExit(target.command, outcome.exit, output.describe())
      : explainUnready(target, { problem: outcome.problem ?? '', port, listeners }, output.describe())
  throw new TargetStartError(message, port)
}

/** What a command listens on, but for its probe. */
async function ownListeners(group: number, place: ProbePlace | null): Promise<readonly Listener[]> {
  const report = (await place?.report(0, new AbortController().signal)) ?? null
  return listenersOfGroup(group).filter(({ port }) => port !== report?.port)
}

/** Until it reports, but not longer than the command runs. */
async function findProbe(
  place: ProbePlace,
  { exited }: SupervisedCommand,
  signal: AbortSignal,
): Promise<{ readonly probe: ProbeClient; readonly pid: number } | null> {
  const ended = new AbortController()
  void exited.then(() => ended.abort())
  const report = await place.report(PROBE_LIMIT_MS, AbortSignal.any([signal, ended.signal]))
  if (report === null) return null
  const probe = new ProbeClient(`http://127.0.0.1:${report.port}`, report.token)
  return await probe.stats().then(
    () => ({ probe, pid: report.pid }),
    () => null,
  )
}

/** Of processes that share a port the first one, which started the others. */
function servingPid(group: number, url: URL): number {
  const port = localPortOf(url)
  return listenersOfGroup(group).find((listener) => listener.port === port)?.pid ?? group
}

function probeNote(command: CommandRun['command'], obstacle: string | null): string {
  const why = obstacle ?? `it did not report from ${quoteCommand(command)} within ${PROBE_LIMIT_MS / 1000} s`
  return `The target runs without the probe, as ${why}: its figures are those that the system has, and there are no profiles.`
}
