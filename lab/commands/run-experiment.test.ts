import { readFileSync, rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ExperimentDocument } from '../../reports/experiment/experiment-document.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import { endAllProcesses, kneepoint, KneepointProcess } from './kneepoint-process.fixture.ts'
import { experimentExitCode } from './run-experiment.ts'
import { Workshop } from './small-scenario.fixture.ts'

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop
let server: AnsweringServer

beforeAll(async () => {
  workshop = new Workshop()
  server = await AnsweringServer.start()
})

afterEach(async () => {
  await endAllProcesses()
  rmSync(workshop.file('runs'), { recursive: true, force: true })
})

afterAll(async () => {
  await server.die()
  workshop.remove()
})

/** Two variants of one server, and two classes of which one has a function. */
function experimentText({ rounds = 2, slo = '', check = "status === 200 || 'not 200'" } = {}): string {
  const target = `{ url: '${server.url}' }`
  return `import { constant, poisson } from 'kneepoint'
export default {
  kind: 'experiment',
  name: 'same',
  variants: [{ name: 'a', target: ${target} }, { name: 'b', target: ${target} }],
  traffic: [
    {
      name: 'checked',
      arrivals: poisson({ rate: 60, duration: '1m' }),
      requests: [{ path: '/', check: ({ status }: { status: number }) => ${check} }],
      ${slo}
    },
    { name: 'plain', arrivals: constant({ rate: 20, duration: '1m' }), requests: [{ path: '/plain' }] },
  ],
  blocks: { rounds: ${rounds}, warmupMs: 50, measuredMs: 300 },
}
`
}

describe('an experiment', () => {
  test('leaves a report in all its forms, which can be shown again', async () => {
    const file = workshop.write('same.ts', experimentText())
    const ended = await kneepoint([file, '--json', '--runs', 'runs'], workshop.path)
    expect(ended.stderr).not.toContain('internal error')
    expect([0, 91]).toContain(ended.code)
    const document = JSON.parse(ended.stdout) as ExperimentDocument
    expect(document.rounds).toBe(2)
    expect(document.verdict.verdict === 'VALID').toBe(ended.code === 0)
    const [comparison] = document.comparisons
    const failures = comparison?.measures.filter(({ measure }) => measure === 'failureRate')
    expect(failures?.map(({ traffic, effect }) => [traffic, effect?.after])).toEqual([
      ['checked', 0],
      ['plain', 0],
    ])
    const run = workshop.onlyRun()
    const text = run?.text('report.txt') ?? ''
    expect(run?.text('report.json')).toBe(ended.stdout)
    expect(run?.text('report.html')).toContain('<title>same: a, b</title>')
    expect(run?.text('report.md')).toContain('# kneepoint: same')

    const shown = await kneepoint(['report', run?.path ?? '', '--format', 'text'], workshop.path)
    expect(shown).toMatchObject({ code: 0, stdout: text })
    const asked = await kneepoint(['report', run?.path ?? '', '--format', 'junit'], workshop.path)
    expect(asked.code).toBe(2)
    expect(asked.stderr).toContain('can be had as text, json, md, html')

    for (const other of [
      ['--resume', run?.path ?? ''],
      ['compare', `${run?.path}:before`, `${run?.path}:after`],
    ]) {
      const refused = await kneepoint([...other, '--runs', 'runs'], workshop.path)
      expect(refused.code).toBe(2)
      expect(refused.stderr).toContain('is the record of a run of another kind ("experiment")')
    }
  })

  test('ends with 107 where a function of its own throws, with file and line', async () => {
    const file = workshop.write(
      'throws.ts',
      experimentText({ check: "{ throw new TypeError('not ' + status) }" }),
    )
    const ended = await kneepoint([file, '--runs', 'runs'], workshop.path)
    expect(ended.code).toBe(107)
    expect(ended.stderr).toContain('threw while it ran: Error: check: not 200')
    expect(ended.stderr).toMatch(/throws\.ts:10:\d+/)
  })

  test('ends with 105 after Ctrl-C, and keeps the rounds that were whole', async () => {
    const file = workshop.write('long.ts', experimentText({ rounds: 100 }))
    const running = new KneepointProcess([file, '--runs', 'runs'], workshop.path)
    const state = () => {
      const run = workshop.onlyRun()
      if (run === null) return false
      return readFileSync(`${run.path}/run.json`, 'utf8').includes('"partial"')
    }
    await running.until('a round was kept', () => {
      try {
        return state()
      } catch {
        return false
      }
    })
    running.kill('SIGINT')
    const ended = await running.ended
    expect(ended.code).toBe(105)
    expect(ended.stdout).toMatch(/No answer: \d+ of 100 rounds are missing/)
    expect(workshop.onlyRun()?.text('report.txt')).toContain('INCOMPLETE')
  })

  test.each([
    [['--only', 'probe'], '--only is not for experiments: an experiment has no stages'],
    [['--precision', '5%'], '--precision is not for experiments'],
    [['--target', 'http://127.0.0.1:1'], '--target is not for experiments'],
  ])('refuses %j', async (flags, said) => {
    const file = workshop.write('same.ts', experimentText())
    const ended = await kneepoint([file, ...flags, '--runs', 'runs'], workshop.path)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain(said)
    expect(workshop.runs()).toEqual([])
  })

  test('ends with 91 where a variant is out of reach, and names it', async () => {
    const gone = experimentText().replace(
      `{ name: 'b', target: { url: '${server.url}' } }`,
      "{ name: 'b', target: { url: 'http://127.0.0.1:9' } }",
    )
    const ended = await kneepoint([workshop.write('gone.ts', gone), '--runs', 'runs'], workshop.path)
    expect(ended.code).toBe(91)
    expect(ended.stderr).toContain('variant b: target http://127.0.0.1:9 cannot be used')
  })
})

describe('the exit code', () => {
  const objective = {
    traffic: 'checked',
    variant: 'b',
    p99Ms: 5,
    mostP99Ms: 1,
    failureRate: 0,
    mostFailureRate: null,
    isMet: false,
    isRequired: true,
  }
  const valid = { verdict: 'VALID', why: '', advice: null } as const

  test('is 99 where an objective is missed that is required', () => {
    expect(experimentExitCode({ verdict: valid, objectives: [objective] })).toBe(99)
    expect(experimentExitCode({ verdict: valid, objectives: [{ ...objective, isRequired: false }] })).toBe(0)
    expect(experimentExitCode({ verdict: valid, objectives: [{ ...objective, isMet: true }] })).toBe(0)
  })

  test('is 91 where the figures cannot be trusted', () => {
    const verdict = { ...valid, verdict: 'GENERATOR_BOUND' } as const
    expect(experimentExitCode({ verdict, objectives: [objective] })).toBe(91)
  })
})
