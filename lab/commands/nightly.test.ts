import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { NightRecord } from '../../models/nightly/night-record.ts'
import { nightEnvironment } from '../nightly/night-environment.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import { HalfFailingServer } from './half-failing-server.fixture.ts'
import { type Ended, endAllProcesses, KneepointProcess, untilGone } from './kneepoint-process.fixture.ts'
import { descendantsOf } from '../benchmarks/kill/process-tree.ts'
import { scenarioText, Workshop } from './small-scenario.fixture.ts'

const OK = 0
const USAGE = 2
const REGRESSION = 90
const UNKNOWN = 91
const INTERRUPTED = 105

// Whole processes with load in them: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

const { fingerprint } = nightEnvironment()
let workshop: Workshop
let server: AnsweringServer
let scenario: string

beforeAll(async () => {
  workshop = new Workshop()
  server = await AnsweringServer.start()
  // Seven blocks of a third of a second, with some 60 requests each.
  const arrivals = 'constant({ rate: 250, durationMs: 320 })'
  scenario = workshop.write('tiny.ts', scenarioText({ arrivals }).replace("'small'", "'tiny'"))
})

afterEach(endAllProcesses)

afterAll(async () => {
  await server.die()
  workshop.remove()
})

function start(target: string, ...more: readonly string[]): KneepointProcess {
  return new KneepointProcess(['nightly', scenario, '--quick', '--target', target, ...more], workshop.path)
}

function night(...more: readonly string[]): Promise<Ended> {
  return start(server.url, ...more).ended
}

const MOST_NIGHTS = 6

/** A night of which nothing can be said, since something else kept the load threads from their cores, is measured anew. */
async function undisturbedNight(target: HalfFailingServer, ...more: readonly string[]): Promise<Ended> {
  for (let nights = 1; ; nights++) {
    const ended = await start(target.url, ...more).ended
    if (nights === MOST_NIGHTS || !ended.stdout.includes('late on both sides')) return ended
  }
}

function historyFile(folder: string): string {
  return workshop.file(join(folder, 'tiny', `${fingerprint}.ndjson`))
}

function nightsOf(folder: string): NightRecord[] {
  const lines = readFileSync(historyFile(folder), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as NightRecord)
}

describe('night after night', () => {
  let usual: HalfFailingServer
  let tonights: HalfFailingServer

  beforeAll(async () => {
    usual = await HalfFailingServer.start()
    tonights = await HalfFailingServer.start()
    tonights.fails = true
  })

  afterAll(async () => {
    await usual.stop()
    await tonights.stop()
  })

  test('the first is pinned, and one that fails where it did not ends with 90', async () => {
    const first = await undisturbedNight(usual, '--history', 'nights')
    expect(first.stderr).toContain('tiny: 7 windows in 2 turns each, 5 s')
    expect(first.code, first.stdout).toBe(OK)
    expect(first.stdout).toContain('tiny: baseline')
    const pinned = nightsOf('nights').at(-1)
    expect(pinned).toMatchObject({ scenario: 'tiny', against: 'pinned', metrics: [] })
    expect(pinned?.blocks).toHaveLength(7)

    const failing = await undisturbedNight(tonights, '--history', 'nights', '--junit', 'out/junit.xml')
    expect(failing.code, failing.stdout).toBe(REGRESSION)
    expect(failing.stdout).toContain('Measured twice')
    const second = nightsOf('nights').at(-1)
    expect(second?.judgement.verdict).toBe('regression')
    expect(second?.judgement.findings).toContainEqual(
      expect.objectContaining({ metric: 'failureRate', verdict: 'regression' }),
    )
    expect(second?.blocks).toBeUndefined()
    expect(readFileSync(workshop.file('out/junit.xml'), 'utf8')).toContain('<failure type="regression"')
    expect(readFileSync(workshop.file('nights/trend.html'), 'utf8')).toContain('tiny: regression')
    expect(readdirSync(workshop.file('nights')).sort()).toEqual(['tiny', 'trend.html'])
  })

  test('a history stays small', () => {
    for (const each of nightsOf('nights')) {
      expect(JSON.stringify(each).length).toBeLessThan(each.blocks === undefined ? 30_000 : 150_000)
    }
  })

  test('a baseline measured in turns needs no night of before', async () => {
    const ended = await undisturbedNight(
      tonights,
      '--history',
      'turns',
      '--baseline-target',
      usual.url,
      '--json',
    )
    expect(ended.code, ended.stdout).toBe(REGRESSION)
    const { nights } = JSON.parse(ended.stdout) as { readonly nights: readonly unknown[] }
    expect(nights).toMatchObject([
      { scenario: 'tiny', verdict: 'regression', tonight: { against: 'interleaved' } },
    ])
  })
})

describe('what is refused before anything is measured', () => {
  const requestsWhile = async (run: () => Promise<Ended>): Promise<Ended & { readonly requests: number }> => {
    const before = server.requests
    const ended = await run()
    return { ...ended, requests: server.requests - before }
  }

  test('a night without a baseline, where one is required', async () => {
    const ended = await requestsWhile(() => night('--history', 'none', '--require-baseline'))
    expect(ended).toMatchObject({ code: UNKNOWN, requests: 0 })
    expect(ended.stdout).toContain('No night is pinned')
    expect(existsSync(historyFile('none'))).toBe(false)
  })

  test('a history of a newer version', async () => {
    mkdirSync(workshop.file('newer/tiny'), { recursive: true })
    writeFileSync(historyFile('newer'), '{"schemaVersion":2}\n')
    const ended = await requestsWhile(() => night('--history', 'newer'))
    expect(ended).toMatchObject({ code: USAGE, requests: 0 })
    expect(ended.stderr).toContain('use a newer kneepoint')
    expect(readFileSync(historyFile('newer'), 'utf8')).toBe('{"schemaVersion":2}\n')
  })

  test('a history that another nightly is at', async () => {
    mkdirSync(workshop.file('busy'))
    const lock = { pid: process.pid, host: hostname(), processStart: null, since: '2026-11-23T03:00:00.000Z' }
    writeFileSync(workshop.file('busy/lock'), JSON.stringify(lock))
    const ended = await requestsWhile(() => night('--history', 'busy'))
    expect(ended).toMatchObject({ code: USAGE, requests: 0 })
    expect(ended.stderr).toContain('another nightly has been at this history')
  })

  test('a setting that the client does not have', async () => {
    const ended = await requestsWhile(() => night('--history', 'none', '--baseline-set', 'maxIdel=2'))
    expect(ended).toMatchObject({ code: USAGE, requests: 0 })
    expect(ended.stderr).toContain('--baseline-set: ')
  })
})

test('a target that is out of reach says nothing, and leaves no night', async () => {
  const gone = await AnsweringServer.start()
  const { url } = gone
  await gone.die()
  const ended = await new KneepointProcess(
    ['nightly', scenario, '--quick', '--target', url, '--history', 'gone'],
    workshop.path,
  ).ended
  expect(ended.code).toBe(UNKNOWN)
  expect(ended.stdout).toContain('nothing listens there')
  expect(existsSync(historyFile('gone'))).toBe(false)
})

test('Ctrl-C adds no night, gives the lock back and leaves nothing running', async () => {
  server.delayMs = 5
  const before = server.requests
  const process = start(server.url, '--history', 'stopped')
  await process.until('blocks are sent', () => server.requests > before + 60)
  const below = descendantsOf(process.pid)
  process.kill('SIGINT')
  const ended = await process.ended
  await untilGone(below)
  expect(ended.code).toBe(INTERRUPTED)
  expect(existsSync(historyFile('stopped'))).toBe(false)
  expect(readdirSync(workshop.file('stopped'))).toEqual([])
  await vi.waitFor(() => expect(server.openConnections).toBe(0))
})
