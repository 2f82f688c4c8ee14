import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { stageNames } from '../stages/stage.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import { type Ended, endAllProcesses, kneepoint } from './kneepoint-process.fixture.ts'
import { scenarioText, type StoredRun, Workshop } from './small-scenario.fixture.ts'

const USAGE = 2
const INVALID = 104
const THREW = 107

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop
let server: AnsweringServer

beforeAll(async () => {
  workshop = new Workshop()
  workshop.write('small.ts', scenarioText())
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

/** Runs a scenario against the test's own server; nothing of a refusal may stand on stdout. */
async function refused(text: string, name = 'scenario.ts'): Promise<Ended> {
  const ended = await kneepoint(
    [workshop.write(name, text), '--quick', '--json', '--target', server.url, '--runs', 'runs'],
    workshop.path,
  )
  expect(ended.stdout).toBe('')
  expect(ended.stderr).not.toContain('internal error')
  return ended
}

function positionOf(text: string, what: string): string {
  const before = text.slice(0, text.indexOf(what)).split('\n')
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

describe('a scenario that is invalid ends with 104', () => {
  test('where it cannot be parsed, with line and column', async () => {
    const text = scenarioText({ more: 'before: {{,' })
    const ended = await refused(text)
    expect(ended.code).toBe(INVALID)
    expect(ended.stderr).toContain(`scenario.ts:${positionOf(text, '{,')}: `)
    expect(workshop.runs()).toEqual([])
  })

  test('where a key is unknown, with line and column', async () => {
    const text = scenarioText({ more: 'maxIdel: 3,' })
    const ended = await refused(text)
    expect(ended.code).toBe(INVALID)
    expect(ended.stderr).toContain('maxIdel')
    expect(ended.stderr).toMatch(/^scenario\.ts(:\d+:\d+)?: /m)
    expect(workshop.runs()).toEqual([])
  })

  test('where a line of its trace is broken, with file and line', async () => {
    workshop.write('arrivals.csv', 't,serviceMs\n0.0,3\n0.1,4\nsoon,5\n0.3,2\n')
    const ended = await refused(scenarioText({ arrivals: "trace('arrivals.csv')" }))
    expect(ended.code).toBe(INVALID)
    expect(ended.stderr).toContain('arrivals.csv:4: ')
  })

  test('where it is missing', async () => {
    const ended = await kneepoint(['nowhere.ts', '--runs', 'runs'], workshop.path)
    expect(ended.code).toBe(INVALID)
    expect(ended.stderr).toContain('nowhere.ts')
    expect(workshop.runs()).toEqual([])
  })
})

describe('a scenario that throws ends with 107', () => {
  test('while it is loaded', async () => {
    const text = `${scenarioText()}\nthrow new Error('no configuration')\n`
    const ended = await refused(text)
    expect(ended.code).toBe(THREW)
    expect(ended.stderr).toContain('Error: no configuration')
    expect(ended.stderr).toContain(`scenario.ts:${positionOf(text, 'new Error')}`)
  })

  test('in build, once it runs', async () => {
    const text = scenarioText({
      requests: `[{
    path: '/',
    build: ({ index }) => {
      if (index >= 0) throw new RangeError('no such product')
      return {}
    },
  }]`,
    })
    const ended = await runs(text)
    expect(ended.code).toBe(THREW)
    expect(ended.stderr).toContain('no such product')
    expect(ended.stderr).toContain(`scenario.ts:${positionOf(text, 'new RangeError')}`)
  })

  test('in build, in the middle of the sweep', async () => {
    const text = scenarioText({
      requests: `[{
    path: '/',
    build: ({ index }) => {
      // The second step of the sweep.
      if (index >= 1_000_000 && index < 2_000_000) throw new RangeError('no such product')
      return {}
    },
  }]`,
    })
    const ended = await runs(text)
    expect(ended.code).toBe(THREW)
    expect(ended.stderr).toContain('no such product')
    expect(ended.stderr).toContain(`scenario.ts:${positionOf(text, 'new RangeError')}`)
    const run = workshop.onlyRun() as StoredRun
    expect(run.record.stages).toEqual({ probe: 'done', sweep: 'partial' })
  })

  test('in check', async () => {
    const text = scenarioText({
      requests: `[{
    path: '/',
    check: ({ body }) => {
      throw new TypeError('not what was expected: ' + body.length)
    },
  }]`,
    })
    const ended = await runs(text)
    expect(ended.code).toBe(THREW)
    expect(ended.stderr).toContain('not what was expected: 11')
    expect(ended.stderr).toContain(`scenario.ts:${positionOf(text, 'new TypeError')}`)
  })

  async function runs(text: string): Promise<Ended> {
    const ended = await kneepoint(
      [workshop.write('scenario.ts', text), '--quick', '--target', server.url, '--runs', 'runs'],
      workshop.path,
    )
    expect(ended.stderr).not.toContain('internal error')
    return ended
  }
})

describe('a command line that cannot be followed ends with 2', () => {
  async function misused(...args: readonly string[]): Promise<string> {
    const ended = await kneepoint([...args, '--runs', 'runs'], workshop.path)
    expect(ended.stderr).not.toContain('internal error')
    expect(ended.code).toBe(USAGE)
    return ended.stderr
  }

  test('for a target beyond this machine that is not allowed', async () => {
    const said = await misused('small.ts', '--target', 'http://198.51.100.7:8080')
    expect(said).toContain('http://198.51.100.7:8080')
    expect(said).toContain('--allow 198.51.100.7')
  })

  test('for a flag that there is not, with the one that is near', async () => {
    expect(await misused('small.ts', '--quik')).toContain('--quick')
  })

  test('for a stage that there is not, with all that there are', async () => {
    const said = await misused('small.ts', '--only', 'probe,swep')
    expect(said).toContain("'swep'")
    expect(said).toContain(stageNames.join(', '))
  })

  test('for a stage whose predecessors have not been done', async () => {
    expect(await misused('small.ts', '--target', server.url, '--only', 'fit')).toContain('stage probe')
  })

  test('for a port of the built-in target that is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => {
      squatter.once('listening', resolve)
    })
    const { port } = squatter.address() as AddressInfo
    const scenario = workshop.write(
      'taken.ts',
      scenarioText({ target: `{ builtin: 'shop', port: ${port} }` }),
    )
    const said = await misused(scenario, '--quick')
    expect(said).toContain(`port ${port} `)
    expect(said).toContain('already in use')
    squatter.close()
  })

  test('but without arguments there is help', async () => {
    const ended = await kneepoint([], workshop.path)
    expect(ended.code).toBe(0)
    expect(ended.stdout).toContain('Usage: kneepoint')
    expect(ended.stderr).toBe('')
  })
})

describe('a run that cannot be resumed ends with 2', () => {
  let run: StoredRun

  async function probed(): Promise<StoredRun> {
    const name = workshop.write('resumed.ts', scenarioText())
    const ended = await kneepoint(
      [name, '--quick', '--only', 'probe', '--target', server.url, '--runs', 'runs'],
      workshop.path,
    )
    expect(ended.code).toBe(0)
    return workshop.onlyRun() as StoredRun
  }

  async function resumed(named: string): Promise<string> {
    const ended = await kneepoint(['--resume', named, '--runs', 'runs'], workshop.path)
    expect(ended.stderr).not.toContain('internal error')
    expect(ended.code).toBe(USAGE)
    expect(ended.stdout).toBe('')
    return ended.stderr
  }

  test('when its scenario has changed', async () => {
    run = await probed()
    const before = run.text('run.json')
    workshop.write('resumed.ts', scenarioText({ more: 'seed: 2,' }))
    expect(await resumed(run.path)).toMatch(/resumed\.ts has changed/)
    expect(run.text('run.json')).toBe(before)
  })

  test('when there is none, with the name of the latest', async () => {
    run = await probed()
    const said = await resumed('20200101-000000-none')
    expect(said).toContain('20200101-000000-none')
    expect(said).toContain(`the latest run is ${workshop.runs().at(-1)}`)
  })

  test.each([
    ['torn', '{"schemaVersion": 1, "name": "sm'],
    ['of another format', '{"schemaVersion": 999}'],
    ['null', 'null'],
    ['without its stages', '{"schemaVersion": 1}'],
    ['empty', ''],
  ])('when its record is %s', async (_how, text) => {
    run = workshop.run('broken')
    const copy = workshop.copyRun(run, 'broken', [], {} as never)
    workshop.write(`runs/${copy.path.split('/').at(-1)}/run.json`, text)
    expect(await resumed(copy.path)).toContain('broken')
  })
})
