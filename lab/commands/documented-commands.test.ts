import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isInstalled } from '../completion/shell-session.fixture.ts'
import { type ShownCommand, shellLines, shownCommands } from '../docs/shown-commands.fixture.ts'
import { kneepoint } from './kneepoint-process.fixture.ts'
import { type ShownCall, ShownProject } from './shown-project.fixture.ts'

/** Commands that run at the same time: most of their time they wait. */
const AT_ONCE = 4
/** Less than a minute on two cores that do nothing else; the limit only bounds a failure. */
const TIMEOUT_MS = 600_000

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = ['README.md', 'CONTRIBUTING.md'].concat(
  readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
)
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8')
const shown = pages
  .flatMap((page) => shownCommands(page, textOf(page)))
  .filter(({ shell }) => shell === 'bash' || isInstalled(shell))

const SCENARIO = /(?<!--file[ =])(?<![\w./-])(?:scenarios\/)?(?:[\w-]+|\*)\.ts(?![#\w])/g
const RUN = /\b\d{8}-\d{6}-[a-z][\w-]*/g

/** Scenarios and runs are stand-ins whatever their names, so that lines which differ in those alone are run once. */
function withSameNames(line: string): string {
  const scenarios = line.match(SCENARIO) ?? []
  const runs = [...new Set(line.match(RUN))]
  const renamed = scenarios.length > 1 ? line : line.replace(SCENARIO, 'scenarios/seven-day.ts')
  return renamed.replaceAll(RUN, (name) => `202611${22 + runs.indexOf(name)}-164158-seven-day`)
}

function slowness({ args: [command = ''] }: ShownCall): number {
  return ['knee', 'doctor', 'nightly'].indexOf(command)
}

let project: ShownProject

beforeAll(async () => {
  const { stdout } = await kneepoint(['--help'], root)
  const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?= [[<])/gm)].map((match) => match[1] ?? '')
  project = await ShownProject.start(commands)
})

afterAll(() => project.stop())

/** A call, and the places where it is shown. */
interface PlacedCall {
  readonly call: ShownCall
  readonly places: string[]
}

/** What all lines call, each call once however it is started. */
function callsOf(lines: readonly ShownCommand[]): PlacedCall[] {
  const calls = new Map<string, PlacedCall>()
  for (const { shell, text, place } of lines) {
    const found = reading(place, () => project.read({ shell, text: withSameNames(text) }))
    for (const call of found) {
      const key = JSON.stringify(call.args)
      const placed = calls.get(key) ?? { call, places: [] }
      calls.set(key, placed)
      placed.places.push(place)
    }
  }
  return [...calls.values()].sort((a, b) => slowness(b.call) - slowness(a.call))
}

function reading<Value>(place: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`, { cause: error })
  }
}

describe('what the documentation shows', () => {
  it('is found', () => {
    expect(new Set(shown.map(({ text }) => text)).size).toBeGreaterThan(120)
    expect(shown.some(({ place }) => place.startsWith('docs/clients/'))).toBe(true)
  })

  it(
    'runs as it is written',
    async () => {
      const left = callsOf(shown)
      const failures: string[] = []
      const work = async (): Promise<void> => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          const failure = await project.run(next.call)
          if (failure !== null) failures.push(`${next.places.join(', ')}: ${failure}`)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      expect(failures.join('\n\n')).toBe('')
    },
    TIMEOUT_MS,
  )

  it.each([
    ['npm run lab bench http://localhost:8080 --rate 10', 'npm takes --rate for its own'],
    ['npx kneepont init', 'does not start kneepoint'],
    ['kneepoint bench > missing/folder.json', 'missing/folder.json'],
  ])('would not be called as %s', (text, message) => {
    expect(() => project.read({ shell: 'bash', text })).toThrow(message)
  })

  it.each([
    ['npm run lab -- bench http://localhost:8080 --durtion 3s', '--durtion'],
    ['npx kneepoint simulate scenario.ts --client go-net-htp', 'ended with 2'],
    ['kneepoint report no-such-run', 'ended with 2'],
    ['npx kneepoint run --resume 20261122-164158-seven-day --seed 7', 'ended with 2'],
  ])('would fail for %s', async (text, message) => {
    const [call] = project.read({ shell: 'bash', text })
    expect(await project.run(call as ShownCall)).toContain(message)
  })
})

describe('scripts that the documentation names', () => {
  const scripts = (
    JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> }
  ).scripts

  it('are scripts of the package', () => {
    const lines = pages.flatMap((page) => shellLines(page, textOf(page)))
    const unknown = lines.flatMap(({ place, text }) =>
      [...text.matchAll(/npm run (?:--silent |-s )?([\w:]+)/g)]
        .filter(([, name = '']) => !(name in scripts))
        .map(([, name]) => `${place}: npm run ${name}`),
    )
    expect(unknown).toEqual([])
  })

  it('are files that exist, and say how they are run', () => {
    const named = pages
      .concat('ARCHITECTURE.md')
      .flatMap((page) =>
        [...textOf(page).matchAll(/node --import tsx (lab\/[\w./-]+\.ts)/g)].map((match) => match[1] ?? ''),
      )
    for (const file of new Set(named)) {
      expect(existsSync(join(root, file)), file).toBe(true)
      expect(textOf(file), file).toContain(`node --import tsx ${file}`)
    }
  })
})
