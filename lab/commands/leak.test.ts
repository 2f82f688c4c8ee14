import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { LeakCheckDocument } from '../../reports/leak/leak-check-document.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import { endAllProcesses, kneepoint, KneepointProcess, untilGone } from './kneepoint-process.fixture.ts'
import { leakExitCode } from './leak.ts'
import { Workshop } from './small-scenario.fixture.ts'

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 300_000 })

let workshop: Workshop

beforeAll(() => {
  workshop = new Workshop()
  workshop.write('server.mjs', SERVER)
})

afterEach(async () => {
  await endAllProcesses()
  for (const left of ['runs', 'asked', 'server.pid'])
    rmSync(workshop.file(left), { recursive: true, force: true })
})

afterAll(() => workshop.remove())

/** Keeps two KB of each request, unless it is told not to. */
const SERVER = `import { createServer } from 'node:http'
import { writeFileSync } from 'node:fs'

const sessions = new Map()
let asked = 0

function openSession(request, response) {
  if (++asked === 100) writeFileSync('asked', '')
  const fields = Array.from({ length: 250 }, (_, i) => i + sessions.size / 2)
  const session = { url: request.url, fields }
  if (process.argv[2] === 'leaky') sessions.set(sessions.size, session)
  response.end(JSON.stringify(session))
}

writeFileSync('server.pid', String(process.pid))
createServer(openSession).listen(Number(process.env.PORT))
`
/** Where \`openSession\` begins. */
const LINE = 7

function scenarioText(argument: string): string {
  return `import { constant, defineScenario } from 'kneepoint'

export default defineScenario({
  name: '${argument}',
  target: { command: ['node', 'server.mjs', '${argument}'] },
  arrivals: constant({ rate: 40, durationMs: 700 }),
  requests: [{ path: '/sessions/{id}' }],
})
`
}

describe('a leak', () => {
  test('is found, with the line that allocates it and what keeps it', async () => {
    const file = workshop.write('leaky.ts', scenarioText('leaky'))
    const args = ['leak', file, '--quick', '--requests', '3000', '--limit', '512MiB', '--keep-snapshots']
    const ended = await kneepoint([...args, '--runs', 'runs'], workshop.path)
    expect(ended.stderr).not.toContain('error')
    expect(ended.code).toBe(99)
    const said = ended.stdout.replaceAll('\n', ' ')
    expect(said).toMatch(
      /Leaks [12],\d{3} bytes a request \(95 %: .*\): at 40\/s the limit of 512 MiB is reached/,
    )
    expect(ended.stdout).toMatch(new RegExp(String.raw`^openSession +\S*server\.mjs:${LINE} `, 'm'))
    expect(said).toContain('a Map or Set')
    expect(said).toContain('sessions (Map) → [entry] →')
    const run = workshop.onlyRun()
    expect(run?.files).toEqual([
      'leak.json',
      'leaky-after.heapsnapshot',
      'leaky-before.heapsnapshot',
      'report.html',
      'report.json',
      'report.txt',
      'run.json',
    ])
    expect(statSync(run?.file('leaky-after.heapsnapshot') ?? '').mode & 0o777).toBe(0o600)
    expect(JSON.parse(run?.text('leak.json') ?? '')).toHaveProperty('sha256')

    const again = await kneepoint(['report', run?.path ?? '', '--format', 'html'], workshop.path)
    expect(again.code).toBe(0)
    expect(again.stdout).toBe(run?.text('report.html'))
    const table = await kneepoint(['report', run?.path ?? '', '--format', 'csv'], workshop.path)
    expect(table.code).toBe(2)
    expect(table.stderr).toContain('--format csv: the report of a leak check can be had as text, json, html')
  })

  test('is not found where there is none', async () => {
    const file = workshop.write('fixed.ts', scenarioText('fixed'))
    const ended = await kneepoint(['leak', file, '--quick', '--json', '--runs', 'runs'], workshop.path)
    expect(ended.code).toBe(0)
    const document = JSON.parse(ended.stdout) as LeakCheckDocument
    expect(document.outcome).toBe('ok')
    expect(document.variants).toHaveLength(1)
    expect(document.variants[0]?.hunt.retained).toBeNull()
    expect(workshop.onlyRun()?.files).toEqual([
      'leak.json',
      'report.html',
      'report.json',
      'report.txt',
      'run.json',
    ])
  })
})

describe('a leak check', () => {
  test('is run as other scenarios are, and shows what was mended', async () => {
    const file = workshop.write(
      'check.ts',
      `import { defineLeakCheck } from 'kneepoint'

export default defineLeakCheck({
  name: 'before-and-after',
  variants: [
    { name: 'before', target: { builtin: 'trap', trap: 'request-map' }, leaks: true },
    { name: 'after', target: { builtin: 'trap', trap: 'request-map', fixed: true } },
  ],
  requests: [{ path: '/orders/{id}', check: ({ status }) => status === 200 || 'not 200' }],
})
`,
    )
    const ended = await kneepoint([file, '--quick', '--runs', 'runs'], workshop.path)
    expect(ended.code).toBe(0)
    expect(ended.stdout).toMatch(/^before +leak +\d/m)
    expect(ended.stdout).toMatch(/^after +(none|warm-up|bounded-growth) +-?\d/m)
    expect(workshop.onlyRun()?.files.filter((name) => /snapshot|mjs/.test(name))).toEqual([])
  })

  test.each([
    [['run', '--only', 'probe'], '--only is not for leak checks'],
    [['leak', '--target', 'http://127.0.0.1:1'], '--target is for scenarios'],
    [['leak', '--limit', '5'], "--limit: '5' is no amount of memory"],
  ])('refuses %j', async ([command = '', ...flags], said) => {
    const file = workshop.write(
      'refused.ts',
      `import { defineLeakCheck } from 'kneepoint'

export default defineLeakCheck({
  name: 'refused',
  variants: [{ name: 'it', target: { builtin: 'shop' } }],
  requests: [{ path: '/products/7' }],
})
`,
    )
    const ended = await kneepoint([command, file, ...flags, '--runs', 'runs'], workshop.path)
    expect(ended.stderr).toContain(said)
    expect(ended.code).toBe(2)
    expect(workshop.runs()).toEqual([])
  })
})

describe('a target without a probe', () => {
  test('is refused where nothing is known of its memory', async () => {
    const server = await AnsweringServer.start()
    const file = workshop.write('leaky.ts', scenarioText('leaky'))
    const args = ['leak', file, '--quick', '--target', server.url, '--runs', 'runs']
    const ended = await kneepoint(args, workshop.path)
    await server.die()
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain('nothing is known of the memory of this target')
    expect(ended.stderr).toContain('--pid')
  })
})

describe('Ctrl-C', () => {
  test('ends the search and the target, and leaves no module behind', async () => {
    const file = workshop.write('leaky.ts', scenarioText('leaky'))
    const running = new KneepointProcess(['leak', file, '--runs', 'runs'], workshop.path)
    const pid = await running.until('the target runs', () => {
      try {
        return Number(readFileSync(workshop.file('server.pid'), 'utf8'))
      } catch {
        return null
      }
    })
    await running.until('requests are sent', () => existsSync(workshop.file('asked')))
    running.kill('SIGINT')
    const ended = await running.ended
    expect(ended.code).toBe(105)
    await untilGone([pid])
    expect(workshop.onlyRun()?.files).toEqual(['run.json'])
  })
})

describe('the exit code', () => {
  test.each([
    ['ok', 0],
    ['leak', 99],
    ['unknown', 91],
  ] as const)('for %s is %d', (outcome, code) => {
    expect(leakExitCode({ outcome })).toBe(code)
  })
})
