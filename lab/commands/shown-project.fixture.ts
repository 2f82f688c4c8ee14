import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fitWith } from '../../models/recommend/simulated-candidates.fixture.ts'
import { startTarget, type RunningTarget } from '../target/start-target.ts'
import { storedRun } from '../tune/stored-run.fixture.ts'
import { builtCli } from './kneepoint-process.fixture.ts'
import { shownCommandRows } from './shown-command-rows.fixture.ts'
import { shimModule, type ShimTable } from './shown-command-shim.fixture.ts'
import { shownFiles } from './shown-files.fixture.ts'
import { scenarioText } from './small-scenario.fixture.ts'

export interface ShellEnded {
  readonly code: number | null
  readonly output: string
}

const RUN = '20261122-164158-seven-day'
const SCENARIO = 'scenarios/seven-day.ts'
/** A scenario of 80 requests, in place of every one that the documentation names. */
const ARRIVALS = 'constant({ rate: 250, durationMs: 320 })'
const DEADLINE_MS = 90_000

const METRICS = 'process_resident_memory_bytes 1048576\nprocess_open_fds 12\nprocess_cpu_seconds_total 3.25\n'

/**
 * A folder as the documentation assumes it: scenarios, runs and files by the names that its lines have, shops where it
 * says that a service is, and the tools that start kneepoint.
 */
export class ShownProject {
  readonly #root = mkdtempSync(join(tmpdir(), 'kneepoint-shown-'))
  readonly #targets: RunningTarget[] = []
  readonly #metrics: Server
  #copies = 0

  private constructor(metrics: Server) {
    this.#metrics = metrics
  }

  /** @param commands names of all commands */
  static async start(commands: readonly string[]): Promise<ShownProject> {
    const metrics = createServer((_, response) => response.end(METRICS)).listen(0, '127.0.0.1')
    await once(metrics, 'listening')
    const project = new ShownProject(metrics)
    const plain = await project.#startTarget(false)
    const secure = await project.#startTarget('ecdsa')
    project.#writeTools({
      cli: builtCli(),
      commands,
      rows: shownCommandRows,
      origins: [
        [`http://127.0.0.1:4318`, `http://127.0.0.1:${(metrics.address() as AddressInfo).port}`],
        [
          'https://shop.example/metrics',
          `http://127.0.0.1:${(metrics.address() as AddressInfo).port}/metrics`,
        ],
        ['https://shop.example', plain.origin],
        ['https://localhost:8443', secure.origin],
        ...['localhost', '127.0.0.1'].flatMap((host) =>
          [3000, 8080, 8081].map((port) => [`http://${host}:${port}`, plain.origin] as const),
        ),
        ['4711', String(plain.pid)],
      ],
    })
    return project
  }

  async #startTarget(tls: false | 'ecdsa'): Promise<RunningTarget> {
    const target = await startTarget({ seed: 1, tls, link: null })
    this.#targets.push(target)
    return target
  }

  #writeTools(table: ShimTable): void {
    const tools = join(this.#root, 'tools')
    mkdirSync(tools)
    writeFileSync(join(tools, 'shim.mjs'), shimModule)
    writeFileSync(join(tools, 'table.json'), JSON.stringify(table))
    for (const name of ['npm', 'npx', 'kneepoint', 'bun', 'bunx', 'deno']) {
      const tool = join(tools, name)
      writeFileSync(tool, `#!/bin/sh\nexec '${process.execPath}' '${join(tools, 'shim.mjs')}' ${name} "$@"\n`)
      chmodSync(tool, 0o755)
    }
  }

  /** Runs a line in a folder of its own, which holds what the line names. */
  async run(line: string): Promise<ShellEnded> {
    const folder = join(this.#root, `copy-${this.#copies++}`)
    await prepare(folder, line)
    const child = spawn('bash', ['-eo', 'pipefail', '-c', line.replace(/\s&$/, '')], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NO_COLOR: '1',
        RUN,
        PATH: `${join(this.#root, 'tools')}:${process.env['PATH']}`,
      },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    const deadline = setTimeout(() => process.kill(-(child.pid as number), 'SIGKILL'), DEADLINE_MS)
    const [code] = (await once(child, 'close')) as [number | null]
    clearTimeout(deadline)
    rmSync(folder, { recursive: true, force: true })
    return { code, output }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#targets.map((target) => target.stop()))
    this.#metrics.close()
    rmSync(this.#root, { recursive: true, force: true })
  }
}

/** `init` finds a folder that is empty; every other line what it names, and some scenario and run in any case. */
async function prepare(folder: string, line: string): Promise<void> {
  mkdirSync(folder)
  if (/\bkneepoint init\b/.test(line)) return
  for (const [file, names] of scenariosIn(line)) {
    write(folder, file, standIn(basename(file, '.ts'), names))
    for (const name of names.length === 0 ? [''] : names.map((each) => `#${each}`)) {
      await storeRun(folder, '20261122-150000-shown', file + name)
    }
  }
  const named = [...line.matchAll(/\b\d{8}-\d{6}-[\w-]+/g)].map(([name]) => name)
  for (const name of new Set([RUN, ...named])) await storeRun(folder, name, SCENARIO)
  for (const [name, text] of shownFiles(line)) write(folder, name, text)
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
