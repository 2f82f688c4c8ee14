import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fitWith } from '../../models/recommend/simulated-candidates.fixture.ts'
import type { ShownCommand } from '../docs/shown-commands.fixture.ts'
import { freePort } from '../target/free-port.ts'
import { startTarget, type RunningTarget } from '../target/start-target.ts'
import { storedRun } from '../tune/stored-run.fixture.ts'
import { kneepointArguments } from './called-tool.fixture.ts'
import { CommandRunner, runnerModule } from './command-runner.fixture.ts'
import { builtCli } from './kneepoint-process.fixture.ts'
import { FREE_PORT, type RunnableCommand, runnableCommand } from './shown-command-rows.fixture.ts'
import { shownFiles } from './shown-files.fixture.ts'
import { SHELL_RUN, ShownShell } from './shown-shell.fixture.ts'
import { scenarioText } from './small-scenario.fixture.ts'

/** A command of the documentation, ready to be run. */
export interface ShownCall extends RunnableCommand {
  readonly shown: Omit<ShownCommand, 'place'>
  readonly folder: string
}

const SCENARIO = 'scenarios/seven-day.ts'
/** A scenario of 80 requests, in place of every one that the documentation names. */
const ARRIVALS = 'constant({ rate: 250, durationMs: 320 })'
const METRICS = 'process_resident_memory_bytes 1048576\nprocess_open_fds 12\nprocess_cpu_seconds_total 3.25\n'
/** What becomes of a part of a run, so that there is something to go on with. */
const PART_OF_RUN = ['--quick', '--no-calibration', '--only', 'probe']
/** Where the documentation has a probe write how it is reached. */
const PROBE_READY = 'probe.json'
/** The shell itself reads what a command prints. */
const READS_OUTPUT = /<\(|\$\(|\|/

/**
 * A folder as the documentation assumes it: scenarios, runs and files by the names that its lines have, shops where it
 * says that a service is, and the tools that start kneepoint.
 */
export class ShownProject {
  readonly #root = mkdtempSync(join(tmpdir(), 'kneepoint-shown-'))
  readonly #shell = new ShownShell(join(this.#root, 'tools'))
  readonly #targets: RunningTarget[] = []
  readonly #runners: CommandRunner[] = []
  readonly #metrics: Server
  readonly #commands: readonly string[]
  /** Places that the documentation names, and those that stand for them. */
  #origins: ReadonlyArray<readonly [string, string]> = []
  #folders = 0

  private constructor(commands: readonly string[], metrics: Server) {
    this.#commands = commands
    this.#metrics = metrics
    writeFileSync(this.#runnerModule, runnerModule)
  }

  /** @param commands names of all commands */
  static async start(commands: readonly string[]): Promise<ShownProject> {
    const metrics = createServer((_, response) => response.end(METRICS)).listen(0, '127.0.0.1')
    await once(metrics, 'listening')
    const project = new ShownProject(commands, metrics)
    const plain = await project.#startTarget(false)
    const secure = await project.#startTarget('ecdsa')
    const metricsOrigin = `http://127.0.0.1:${portOf(metrics)}`
    project.#origins = [
      ['http://127.0.0.1:4318', metricsOrigin],
      ['https://shop.example/metrics', `${metricsOrigin}/metrics`],
      ['https://shop.example', plain.origin],
      ['https://localhost:8443', secure.origin],
      ...['localhost', '127.0.0.1'].flatMap((host) =>
        [3000, 8080, 8081].map((port) => [`http://${host}:${port}`, plain.origin] as const),
      ),
      ['4711', String(plain.pid)],
    ]
    return project
  }

  async #startTarget(tls: false | 'ecdsa'): Promise<RunningTarget> {
    const target = await startTarget({ seed: 1, tls, link: null })
    this.#targets.push(target)
    return target
  }

  get #runnerModule(): string {
    return join(this.#root, 'runner.mjs')
  }

  /**
   * What a line calls, as a shell reads it. It has a folder of its own, which holds the scenarios that it names.
   *
   * @throws Error for a line that its shell refuses, or that would not start kneepoint
   */
  read(shown: Omit<ShownCommand, 'place'>): ShownCall[] {
    const folder = join(this.#root, `folder-${this.#folders++}`)
    mkdirSync(folder)
    if (!isInit(shown.text)) writeScenarios(folder, shown.text)
    const tools = this.#shell.calls(shown.shell, shown.text, folder)
    return tools.flatMap((tool) => {
      const args = kneepointArguments(tool)
      return args === null ? [] : [{ ...runnableCommand(args, this.#commands), shown, folder }]
    })
  }

  /** @returns what is wrong with how it ended, or `null` */
  async run(call: ShownCall): Promise<string | null> {
    const { shown, folder, row } = call
    const runner = this.#runners.pop() ?? new CommandRunner(this.#runnerModule, builtCli())
    try {
      if (!isInit(shown.text)) await this.#prepare(call, runner)
      const args = await this.#onThisMachine(call.args)
      const { code, stdout, stderr } = await runner.run({ args, cwd: folder, until: row.until ?? null })
      if (code === null || !row.exitCodes.includes(code)) {
        return `kneepoint ${args.join(' ')} ended with ${code}\n${stderr.slice(-1000)}${stdout.slice(-500)}`
      }
      if (READS_OUTPUT.test(shown.text)) this.#shell.calls(shown.shell, shown.text, folder, stdout)
      return null
    } finally {
      this.#runners.push(runner)
    }
  }

  async #prepare({ args, shown, folder }: ShownCall, runner: CommandRunner): Promise<void> {
    const at = args.indexOf('--resume')
    if (at !== -1) return startRun(runner, folder, args[at + 1] ?? '')
    await storeRuns(folder, shown.text)
    for (const [name, text] of shownFiles(shown.text)) write(folder, name, text)
    if (shown.text.includes(PROBE_READY)) write(folder, PROBE_READY, this.#probeReady())
  }

  /** What the probe of the service that the documentation speaks of has written. */
  #probeReady(): string {
    const [{ pid, adminUrl, adminToken: token }] = this.#targets as [RunningTarget]
    return JSON.stringify({ pid, port: Number(new URL(adminUrl).port), token })
  }

  async #onThisMachine(args: readonly string[]): Promise<string[]> {
    const port = args.some((arg) => arg.includes(FREE_PORT)) ? String(await freePort()) : ''
    return args.map((arg) =>
      this.#origins.reduce((text, [from, to]) => text.replace(from, to), arg.replace(FREE_PORT, port)),
    )
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#targets, ...this.#runners].map((each) => each.stop()))
    this.#metrics.close()
    rmSync(this.#root, { recursive: true, force: true })
  }
}

function isInit(line: string): boolean {
  return /\bkneepoint init\b/.test(line)
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Runs a part of the scenario, under the name that a line has for the run. */
async function startRun(runner: CommandRunner, folder: string, name: string): Promise<void> {
  const { code, stderr } = await runner.run({ args: [SCENARIO, ...PART_OF_RUN], cwd: folder, until: null })
  if (code !== 0) throw new Error(`a part of a run ended with ${code}\n${stderr}`)
  const runs = join(folder, '.kneepoint/runs')
  const [own = ''] = readdirSync(runs)
  renameSync(join(runs, own), join(runs, name))
}

function writeScenarios(folder: string, line: string): void {
  for (const [file, names] of scenariosIn(line)) {
    write(folder, file, standIn(basename(file, '.ts'), names))
  }
}

/** A run of each scenario, and those that a line names. */
async function storeRuns(folder: string, line: string): Promise<void> {
  for (const [file, names] of scenariosIn(line)) {
    if (names.length === 0) await storeRun(folder, '20261122-150000-shown', file)
    for (const name of names) await storeRun(folder, `20261122-150000-${name}`, `${file}#${name}`)
  }
  const named = [...line.matchAll(/\b\d{8}-\d{6}-[\w-]+/g)].map(([name]) => name)
  for (const name of new Set([SHELL_RUN, ...named])) await storeRun(folder, name, SCENARIO)
}

/** A run by the name that a line has for it, of a scenario that is there. */
async function storeRun(folder: string, name: string, scenarioFile: string): Promise<void> {
  const [date = '', time = '', ...rest] = name.split('-')
  const startedAt = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}.000Z`
  const run = await storedRun(join(folder, '.kneepoint/runs'), {
    name: rest.join('-'),
    startedAt,
    scenarioFile: join(folder, scenarioFile),
  })
  await run.write('fit', fitWith(null), 'done')
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Files of scenarios that a line names, with the names that it has for the scenarios in them. */
function scenariosIn(line: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>([[SCENARIO, []]])
  const named = line.replaceAll(/--file[ =]\S+/g, '').matchAll(/(?<![\w./-])([\w./-]+\.ts)(?:#([\w-]+))?/g)
  for (const [, file = '', name] of named) {
    found.set(file, [...(found.get(file) ?? []), ...(name === undefined ? [] : [name])])
  }
  return found
}

function standIn(ownName: string, names: readonly string[]): string {
  const [head = '', body = ''] = scenarioText({ arrivals: ARRIVALS }).split('export default ')
  const named = (name: string) => body.trim().replace("'small'", `'${name}'`)
  return `${head}export default ${names.length === 0 ? named(ownName) : `[${names.map(named).join(', ')}]`}\n`
}
