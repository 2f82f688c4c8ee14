import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EXIT } from '../../exit-codes.ts'
import { parseRunRecord, type RunRecord } from '../../run-record.ts'
import { Command, type EndedCommand } from './command.ts'
import { descendantsOf, isRunning, listeningPorts, stillListening } from './process-tree.ts'

/** What a run left that was killed, and what came of it. */
export interface KillOutcome {
  readonly atMs: number
  /** Processes that the run had started by then. */
  readonly children: number
  /** What had been written: `-` for nothing, else the stages, a partial one with `…`. */
  readonly left: string
  readonly reportCode: number | null
  readonly resumeCode: number | null
  /** What is not as it should be; whole sentences. */
  readonly faults: readonly string[]
}

const STAGES = 6
/** A child whose parent is gone ends at once; the machine may be busy. */
const MOST_WAIT_MS = 5000
const POLL_MS = 20

/** Kills a quick run after so long, and looks at what is there, what `report` says, and whether `--resume` ends it. */
export async function tryKill(scenario: string, folder: string, atMs: number): Promise<KillOutcome> {
  mkdirSync(folder)
  const command = new Command(
    ['run', scenario, '--quick', '--no-calibration', '--quiet', '--runs', 'runs'],
    folder,
  )
  await Promise.race([sleep(atMs), command.ended])
  const children = descendantsOf(command.pid)
  const ports = listeningPorts(children)
  command.kill()
  await command.ended
  const faults = await leftovers(children, ports)
  const run = onlyRunIn(folder)
  const left = run === null ? '-' : leftIn(run)
  if (run === null)
    return { atMs, children: children.length, left, reportCode: null, resumeCode: null, faults }
  const report = await new Command(['report', run], folder).ended
  const resumed = await new Command(['run', '--resume', run, '--no-calibration', '--quiet'], folder).ended
  faults.push(...(recordIn(run) === null ? unbegun(report, resumed) : begun(run, report, resumed)))
  return { atMs, children: children.length, left, reportCode: report.code, resumeCode: resumed.code, faults }
}

async function leftovers(children: readonly number[], ports: readonly number[]): Promise<string[]> {
  const endMs = performance.now() + MOST_WAIT_MS
  // The threads of a process go one by one, and its sockets with the last.
  const isThere = () => children.some(isRunning) || stillListening(ports).length > 0
  while (isThere() && performance.now() < endMs) await sleep(POLL_MS)
  const running = children.filter(isRunning)
  const taken = stillListening(ports)
  return [
    ...(running.length === 0 ? [] : [`Processes ${running.join(', ')} still run.`]),
    ...(taken.length === 0 ? [] : [`Ports ${taken.join(', ')} are still taken.`]),
  ]
}

function onlyRunIn(folder: string): string | null {
  const runs = join(folder, 'runs')
  const [name] = existsSync(runs) ? readdirSync(runs) : []
  return name === undefined ? null : join(runs, name)
}

function recordIn(run: string): RunRecord | null {
  const file = join(run, 'run.json')
  return existsSync(file) ? parseRunRecord(readFileSync(file, 'utf8')) : null
}

function leftIn(run: string): string {
  const record = recordIn(run)
  const stages = Object.entries(record?.stages ?? {})
  const unfinished = readdirSync(run).filter((name) => name.endsWith('.tmp')).length
  return [
    record === null ? 'no record' : stages.length === 0 ? 'record' : '',
    ...stages.map(([name, state]) => (state === 'done' ? name : `${name}…`)),
    unfinished === 0 ? '' : `+${unfinished} .tmp`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** Killed before the run was begun: there is nothing to report or to go on with, and both say so. */
function unbegun(...ended: readonly EndedCommand[]): string[] {
  return ended
    .filter(({ code }) => code !== EXIT.usage)
    .map(({ code, output }) => `Without a record it ended with ${code}: ${output.slice(-300)}`)
}

function begun(run: string, report: EndedCommand, resumed: EndedCommand): string[] {
  const faults: string[] = []
  if (report.code !== EXIT.ok) faults.push(`report ended with ${report.code}: ${report.output.slice(-300)}`)
  // On a busy machine, figures that cannot be trusted are no fault of the run.
  if (resumed.code !== EXIT.ok && resumed.code !== EXIT.runInvalid) {
    faults.push(`--resume ended with ${resumed.code}: ${resumed.output.slice(-300)}`)
  }
  const states = Object.values(recordIn(run)?.stages ?? {})
  if (states.length !== STAGES || states.some((state) => state !== 'done')) {
    faults.push(`--resume left stages undone: ${JSON.stringify(recordIn(run)?.stages)}`)
  }
  return faults
}
