import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shellLines, shownCommands } from '../docs/shown-commands.fixture.ts'
import { kneepoint } from './kneepoint-process.fixture.ts'
import { SHIM_FAILED } from './shown-command-shim.fixture.ts'
import { ShownProject } from './shown-project.fixture.ts'

/** Lines that run at the same time: most of their time they wait. */
const AT_ONCE = 4
/** A minute on two cores that do nothing else; the limit only bounds a failure. */
const TIMEOUT_MS = 600_000

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = ['README.md', 'CONTRIBUTING.md'].concat(
  readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
)
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8')
const shown = pages.flatMap((page) => shownCommands(page, textOf(page)))

const SCENARIO = /(?<![\w./-])scenarios\/(?:[\w-]+|\*)\.ts(?![#\w])/g
const RUN = /\b\d{8}-\d{6}-[a-z][\w-]*/g

/** Lines to run, with the places where they stand, the slow ones first. */
const placesOf = new Map<string, string[]>()
for (const { text, place } of shown.toSorted((a, b) => slowness(b.text) - slowness(a.text))) {
  const line = withSameNames(text)
  placesOf.set(line, [...(placesOf.get(line) ?? []), place])
}

/** Scenarios and runs are stand-ins whatever their names, so that lines which differ in those alone are run once. */
function withSameNames(line: string): string {
  const scenarios = line.match(SCENARIO) ?? []
  const runs = [...new Set(line.match(RUN))]
  const renamed = scenarios.length > 1 ? line : line.replace(SCENARIO, 'scenarios/seven-day.ts')
  return renamed.replaceAll(RUN, (name) => `202611${22 + runs.indexOf(name)}-164158-seven-day`)
}

function slowness(line: string): number {
  return /nightly/.test(line) ? 2 : / knee /.test(line) ? 1 : 0
}

let project: ShownProject

beforeAll(async () => {
  const { stdout } = await kneepoint(['--help'], root)
  const commands = [...stdout.matchAll(/^ {2}([a-z]+)(?= [[<])/gm)].map((match) => match[1] ?? '')
  project = await ShownProject.start(commands)
})

afterAll(() => project.stop())

describe('what the documentation shows', () => {
  it('is found', () => {
    expect(placesOf.size).toBeGreaterThan(40)
    expect(shown.some(({ place }) => place.startsWith('docs/clients/'))).toBe(true)
  })

  it(
    'runs as it is written',
    async () => {
      const left = [...placesOf]
      const failures: string[] = []
      const work = async (): Promise<void> => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          const [line, places] = next
          const t0 = Date.now()
          const { code, output } = await project.run(line)
          ;(await import('node:fs')).appendFileSync('/tmp/shown-times.txt', `${Date.now() - t0}\t${code}\t${places.length}\t${line}\n`)
          if (code !== 0)
            failures.push(`${places.join(', ')}: ${line}\nended with ${code}\n${output.slice(-1500)}`)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      expect(failures.join('\n\n')).toBe('')
    },
    TIMEOUT_MS,
  )

  it.each([
    ['npm run lab -- bench http://localhost:8080 --durtion 3s', '--durtion'],
    ['npm run lab bench http://localhost:8080 --rate 10', 'npm takes --rate for its own'],
    ['npx kneepoint simulate scenario.ts --client go-net-htp', 'ended with 2'],
    ['kneepoint report no-such-run', 'ended with'],
  ])('would fail for %s', async (line, message) => {
    const { code, output } = await project.run(line)
    expect(code).toBe(SHIM_FAILED)
    expect(output).toContain(message)
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
