import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXIT } from '../exit-codes.ts'
import { ScenarioError } from '../scenario-error.ts'
import { UsageError } from '../usage-error.ts'
import { answerTo } from './command-line.fixture.ts'
import { requireScenario } from './require-scenario.ts'

async function refusalOf(line: string): Promise<string> {
  const { exitCode, stdout, stderr } = await answerTo(...line.split(' '))
  expect(exitCode).toBe(EXIT.usage)
  expect(stdout).toBe('')
  return stderr
}

describe('what is near is suggested', () => {
  test.each([
    ['benhc http://127.0.0.1', "unknown command 'benhc'\n(Did you mean bench?)\n(kneepoint --help"],
    ['benhc --rate 5', '(Did you mean bench?)'],
    ['BENCH --rate 5', '(Did you mean bench?)'],
    ['help Knee', '(Did you mean knee?)'],
    ['help benhc', '(Did you mean bench?)'],
    ['--verison', '(Did you mean --version?)'],
    ['run --quik', '(Did you mean --quick?)\n(kneepoint run --help'],
    ['scenarios/hello.ts --quik', '(Did you mean --quick?)'],
    ['run --only swep', "There is no 'swep': did you mean sweep? There are probe, sweep, profile"],
    ['run --only probe,swep', "There is no 'swep': did you mean sweep?"],
    ['bench http://127.0.0.1 --driver udnici', 'did you mean undici? There are undici, wire'],
    ['bench http://127.0.0.1 --arrivals posson', 'did you mean poisson?'],
    ['bench http://127.0.0.1 --autotune=shadwo', 'did you mean shadow?'],
    ['knee http://127.0.0.1 --vary conections', 'did you mean connections?'],
    ['knee --points a.csv --curve convx', 'did you mean convex?'],
    ['knee --points a.csv --direction up', "There is no 'up'. There are increasing, decreasing"],
    ['compare a b --side befor', 'did you mean before?'],
    ['compare a b --format txt', 'did you mean text?'],
    ['compare a b --metrics p99,trhoughput', "There is no 'trhoughput': did you mean throughput?"],
    ['compare a b --allow-different enviroment', 'did you mean environment?'],
    ['report none --format htlm', 'did you mean html?'],
    ['report none --format csv --table blokcs', 'did you mean blocks?'],
    ['tune a --format kubctl', 'did you mean kubectl?'],
    ['target --tls ecsda', 'did you mean ecdsa?'],
    ['completion bsah', 'did you mean bash?'],
  ])('for %s', async (line, said) => {
    expect(await refusalOf(line)).toContain(said)
  })

  test.each([
    ['bench http://127.0.0.1:1 --client go-net-htp', "Did you mean 'go-net-http'?"],
    [
      'bench http://127.0.0.1:1 --client go-net-http --set MaxIdelConnsPerHost=2',
      'did you mean MaxIdleConnsPerHost?',
    ],
  ])('by the command itself for %s', async (line, said) => {
    await expect(answerTo(...line.split(' '))).rejects.toThrow(UsageError)
    await expect(answerTo(...line.split(' '))).rejects.toThrow(said)
  })
})

describe('a flag of other commands', () => {
  test.each([
    ['run scenarios/hello.ts --rate 5', "unknown option '--rate'\n(--rate is a flag of bench and leak)\n"],
    ['run --rate=5', "unknown option '--rate'\n(--rate is a flag of bench and leak)\n"],
    ['simulate --vary pods', '(--vary is a flag of knee)'],
    ['report x -c 5', '(-c is a flag of bench, knee and probe)'],
    ['bench http://127.0.0.1 --quick', '(--quick is a flag of run, leak and nightly)'],
  ])('is told for %s', async (line, said) => {
    expect(await refusalOf(line)).toContain(said)
  })

  test('is not made up', async () => {
    expect(await refusalOf('run --zzzzzz')).toBe(
      "error: unknown option '--zzzzzz'\n(kneepoint run --help shows what there is)\n",
    )
  })
})

describe('a scenario', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'suggestions-'))
    for (const file of ['checkout.ts', 'orders.test.ts', 'orders.md', 'odd#name.ts']) {
      writeFileSync(join(folder, file), '')
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each([
    ['seven-day', '(Did you mean scenarios/seven-day.ts?)'],
    ['seven-dya --quick', '(Did you mean scenarios/seven-day.ts?)'],
    ['rnu', '(Did you mean run?)'],
  ])('without its path is found: %s', async (line, said) => {
    expect(await refusalOf(line)).toContain(said)
  })

  test.each([
    ['scenarios/zzzzzzzz.ts', 'scenarios/zzzzzzzz.ts: no such file; check the path of the scenario'],
    ['scenarios/seven-dya.ts', 'scenarios/seven-dya.ts: no such file; did you mean scenarios/seven-day.ts?'],
    ['seven-day.ts', 'seven-day.ts: no such file; did you mean scenarios/seven-day.ts?'],
    ['scenario/seven-day.mts#x', 'did you mean scenarios/seven-day.ts?'],
  ])('that is not there is missed with its neighbour: %s', async (path, said) => {
    expect(() => requireScenario(path)).toThrow(ScenarioError)
    for (const args of [['run', path], ['simulate', path], ['nightly', path], [path]]) {
      await expect(answerTo(...args)).rejects.toThrow(said)
    }
  })

  test('has its neighbours in the same folder, but for tests and other files', () => {
    const missing = join(folder, 'chekout.ts')
    expect(() => requireScenario(missing)).toThrow(`did you mean ${join(folder, 'checkout.ts')}?`)
    expect(() => requireScenario(join(folder, 'orders.ts'))).toThrow('check the path of the scenario')
  })

  test.each(['checkout.ts', 'checkout.ts#orders', 'odd#name.ts', '.'])(
    'that is there is taken: %s',
    (path) => {
      expect(() => requireScenario(join(folder, path))).not.toThrow()
    },
  )

  test('that is a URL is told what measures one', () => {
    expect(() => requireScenario('http://127.0.0.1:8080')).toThrow('kneepoint bench http://127.0.0.1:8080')
  })
})
