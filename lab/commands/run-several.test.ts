import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Report } from '../../models/report/report.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import { type Ended, endAllProcesses, kneepoint, KneepointProcess } from './kneepoint-process.fixture.ts'
import type { RunsDocument } from '../runs-document.ts'
import { Workshop } from './small-scenario.fixture.ts'

const INVALID = 104
const INTERRUPTED = 105
const THREW = 107

// Whole processes with load in them: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop
let server: AnsweringServer

beforeAll(async () => {
  workshop = new Workshop()
  workshop.write('fan.ts', listText({ orders: "path: '/orders'", search: "path: '/search'" }))
  server = await AnsweringServer.start()
})

afterEach(endAllProcesses)

afterAll(async () => {
  await server.die()
  workshop.remove()
})

/** Scenarios of one request each. */
function listText(requests: Readonly<Record<string, string>>): string {
  const scenarios = Object.entries(requests).map(
    ([name, request]) => `  defineScenario({
    name: '${name}',
    target: { builtin: 'shop' },
    arrivals: constant({ rate: 40, durationMs: 700 }),
    requests: [{ ${request} }],
    pods: 1,
  }),`,
  )
  return `import { constant, defineScenario } from 'kneepoint'
export default [
${scenarios.join('\n')}
]
`
}

function argumentsFor(scenario: string, runs: string, ...more: readonly string[]): string[] {
  return [scenario, '--quick', '--target', server.url, '--runs', runs, ...more]
}

function run(scenario: string, runs: string, ...more: readonly string[]): Promise<Ended> {
  return kneepoint(argumentsFor(scenario, runs, ...more), workshop.path)
}

test('a file with several scenarios is run one after another, and one of them can be gone on with', async () => {
  const ended = await run('fan.ts', 'runs', '--only', 'probe')
  expect(ended.code, ended.stderr).toBe(0)
  expect(ended.stdout).toContain('\norders (quick, seed 1)')
  expect(ended.stdout.indexOf('\nsearch (quick')).toBeGreaterThan(ended.stdout.indexOf('\norders (quick'))
  expect(ended.stdout.trimEnd().split('\n').slice(-3)).toEqual([
    'Scenario  verdict     P99 before → after  settings',
    'orders    INCOMPLETE  –                   No recommendation yet',
    'search    INCOMPLETE  –                   No recommendation yet',
  ])
  const runs = workshop.runs()
  expect(runs.map((name) => name.replace(/^\d+-\d+-/, ''))).toEqual(['fan-orders', 'fan-search'])
  const records = runs.map((name) => workshop.run(name).record)
  expect(records.map(({ name }) => name)).toEqual(['orders', 'search'])
  expect(records.map(({ scenarioFile }) => scenarioFile)).toEqual([
    workshop.file('fan.ts#orders'),
    workshop.file('fan.ts#search'),
  ])

  const resumed = await kneepoint(
    ['fan.ts', '--resume', runs[1] ?? '', '--only', 'probe', '--runs', 'runs', '--json'],
    workshop.path,
  )
  expect(resumed.code, resumed.stderr).toBe(0)
  const report = JSON.parse(resumed.stdout) as Report
  expect(report).toMatchObject({ name: 'search', command: expect.stringContaining('run fan.ts#search ') })
})

test('all of them are loaded before anything is sent', async () => {
  const feed = "path: '/{u}', parameters: { u: { kind: 'feed', file: 'gone.csv', column: 'u' } }"
  workshop.write('lacking.ts', listText({ orders: "path: '/orders'", search: feed }))
  const ended = await run('lacking.ts', 'lacking')
  expect(ended).toMatchObject({ code: INVALID, stdout: '' })
  expect(ended.stderr).toContain('gone.csv: no such file')
  expect(workshop.runs('lacking')).toEqual([])
})

test('each has its own functions, and goes on whatever became of the one before, to one JSON document', async () => {
  workshop.write(
    'throwing.ts',
    listText({
      orders: "path: '/orders', check: () => { throw new Error('orders say no') }",
      search: "path: '/search', check: () => { throw new Error('search says no') }",
    }),
  )
  const ended = await run('throwing.ts', 'thrown', '--json')
  expect(ended.code, ended.stderr).toBe(THREW)
  const document = JSON.parse(ended.stdout) as RunsDocument
  expect(document).toMatchObject({
    schemaVersion: 1,
    exitCode: THREW,
    runs: [
      { scenario: 'orders', exitCode: THREW, error: expect.stringContaining('orders say no') },
      { scenario: 'search', exitCode: THREW, error: expect.stringContaining('search says no') },
    ],
  })
  const kept = workshop.runs('thrown').map((name) => workshop.run(name, 'thrown').report)
  expect(document.runs.map(({ report }) => report)).toEqual(kept)
})

test('Ctrl-C ends all of them: what was measured is kept', async () => {
  server.delayMs = 100
  const begun = server.requests
  const process = new KneepointProcess(argumentsFor('fan.ts', 'interrupted'), workshop.path)
  await process.until('the first one probes', () => server.requests >= begun + 10)
  process.kill('SIGINT')
  const ended = await process.ended
  server.delayMs = 0
  expect(ended.code, ended.stderr).toBe(INTERRUPTED)
  expect(ended.stderr).toContain('interrupted: go on with --resume')
  expect(ended.stdout).toMatch(/^orders +INCOMPLETE .*\nsearch +– +– +Not run\n$/m)
  const [only, another] = workshop.runs('interrupted')
  expect(only).toMatch(/-fan-orders$/)
  expect(another).toBeUndefined()
  expect(workshop.run(only ?? '', 'interrupted').files).toContain('report.txt')
})
