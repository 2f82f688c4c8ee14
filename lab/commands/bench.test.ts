import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BenchDocument } from '../bench/bench-document.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import {
  builtCli,
  endAllProcesses,
  type Ended,
  kneepoint,
  KneepointProcess,
} from './kneepoint-process.fixture.ts'
import { Workshop } from './small-scenario.fixture.ts'

const USAGE = 2
const INVALID_RUN = 91
const THRESHOLD_FAILED = 99
const INTERRUPTED = 105
/** Sent before anything is measured, to see whether the target answers. */
const VISITS = 1

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop
let server: AnsweringServer

beforeAll(async () => {
  workshop = new Workshop()
  server = await AnsweringServer.start()
})

beforeEach(() => {
  server.requests = 0
  server.delayMs = 0
})

afterEach(endAllProcesses)

afterAll(async () => {
  await server.die()
  workshop.remove()
})

function bench(...args: readonly string[]): Promise<Ended> {
  return kneepoint(['bench', ...args], workshop.path)
}

function read({ stdout }: Ended): BenchDocument {
  expect(stdout.trim().split('\n')).toHaveLength(1)
  return JSON.parse(stdout) as BenchDocument
}

/** Runs it and holds its counts against the server's. */
async function documentOf(...args: readonly string[]): Promise<BenchDocument> {
  const ended = await bench(...args, '--json')
  expect([ended.code, ended.stderr]).toEqual([0, ''])
  const document = read(ended)
  expect(server.requests).toBe(VISITS + document.requests.warmup + document.requests.sent)
  return document
}

describe('kneepoint bench', () => {
  test('sends so many requests from users who wait, and prints one JSON document', async () => {
    const document = await documentOf(server.url, '-n', '400', '-c', '4', '-H', 'x-a: b')
    expect(document).toMatchObject({
      schemaVersion: 1,
      target: `${server.url}/`,
      method: 'GET',
      model: 'closed',
      driver: 'undici',
      settings: { maxConnsPerHost: 4, idleTimeoutMs: null },
      requests: { failed: 0, dropped: 0 },
      rate: { offered: null },
      connections: { peakOpen: 4 },
      errors: {},
      seed: 1,
      ended: 'whole',
      certificate: null,
      verdict: { verdict: 'VALID' },
    })
    const { requests, responseMs, statuses, byRequest, timeline, rate, phases } = document
    // A timer may fire up to a millisecond early: what the four users send then is before the measured stretch.
    expect(requests.completed).toBeGreaterThanOrEqual(396)
    expect(requests.sent + requests.warmup).toBe(400)
    expect(responseMs.count).toBe(requests.completed)
    expect(statuses).toEqual({ '200': requests.completed })
    expect(byRequest).toMatchObject([
      { name: 'GET /', statusClass: '2xx', responseMs: { count: requests.completed } },
    ])
    expect(timeline.reduce((sum, { completed }) => sum + completed, 0)).toBe(requests.completed)
    expect(phases?.firstByte.count).toBe(requests.completed)
    expect(responseMs.p50).toBeGreaterThan(0)
    expect(rate.achieved).toBeGreaterThan(0)
    expect(server.requests).toBe(VISITS + 400)
  })

  test('sends requests when they are due, and leaves the warm-up out', async () => {
    const document = await documentOf(server.url, '--rate', '200', '-d', '500ms', '--warmup', '0.2')
    expect(document).toMatchObject({ model: 'open', warmupMs: 200, settings: { maxConnsPerHost: null } })
    expect(document.requests).toMatchObject({ due: 100, completed: 100, failed: 0 })
    expect(document.requests.warmup + document.requests.sent).toBe(140)
    expect(document.rate.offered).toBeCloseTo(200, 0)
  })

  test('prints a text of at most 80 columns, and the spectra that were asked for', async () => {
    const ended = await bench(server.url, '--rate', '100', '-d', '300ms', '--warmup', '0', '--latency')
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    expect(ended.stdout).toMatch(
      /^GET http:\/\/127\.0\.0\.1:\d+\/\n\nmodel {8}open: 100\/s due, evenly spaced/,
    )
    expect(ended.stdout).toMatch(/^verdict {6}VALID: /m)
    expect(ended.stdout.match(/^ +Value +Percentile TotalCount 1\/\(1-Percentile\)$/gm)).toHaveLength(2)
    expect(ended.stdout.match(/Total count {4}= {11}30\]/g)).toHaveLength(2)
    expect(Math.max(...ended.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('ends with 91 when what was measured cannot be trusted', async () => {
    const failing = await serve((_request, response) => response.writeHead(503).end())
    try {
      const { port } = failing.address() as AddressInfo
      const ended = await bench(`http://127.0.0.1:${port}/a`, '-n', '200', '--json', '--driver', 'wire')
      expect(ended.code, ended.stderr).toBe(INVALID_RUN)
      const { driver, requests, statuses, verdict } = read(ended)
      expect([driver, requests.completed, verdict.verdict]).toEqual(['wire', 0, 'TARGET_ERRORS'])
      expect(requests.sent + requests.warmup).toBe(200)
      expect(requests.failed).toBeGreaterThanOrEqual(190)
      expect(statuses).toEqual({ '503': requests.failed })
    } finally {
      failing.close()
    }
  })

  test('ends with 91 when nothing listens there', async () => {
    const gone = await AnsweringServer.start()
    const { url } = gone
    await gone.die()
    const ended = await bench(url, '--json')
    expect([ended.code, ended.stdout]).toEqual([INVALID_RUN, ''])
    expect(ended.stderr).toContain('nothing listens there')
  })

  test('prints what was measured when it is interrupted, and ends with 105', async () => {
    const running = new KneepointProcess(
      ['bench', server.url, '--rate', '200', '-d', '60s', '--warmup', '0', '--json'],
      workshop.path,
    )
    await running.until('requests arrive', () => server.requests > 20)
    running.kill('SIGINT')
    const ended = await running.ended
    expect(ended.code).toBe(INTERRUPTED)
    const document = read(ended)
    expect(document.ended).toBe('interrupted')
    expect(document.requests.completed).toBeGreaterThan(10)
    expect(document.durationMs).toBeLessThan(60_000)
  })

  test('says what is left out when it is interrupted before any answer', async () => {
    let requests = 0
    const silent = await serve((_request, response) => {
      if (requests++ < VISITS) response.end()
    })
    try {
      const { port } = silent.address() as AddressInfo
      const running = new KneepointProcess(
        ['bench', `http://127.0.0.1:${port}/`, '-c', '3', '-d', '60s', '--warmup', '0', '--json'],
        workshop.path,
      )
      await running.until('all users wait', () => requests === VISITS + 3)
      running.kill('SIGINT')
      const ended = await running.ended
      expect(ended.code).toBe(INTERRUPTED)
      expect(read(ended).verdict.figure).toMatch(/^stopped .*what was under way.* is left out$/)
    } finally {
      silent.closeAllConnections()
      silent.close()
    }
  })

  test('ends with 99 when a threshold failed, and says which', async () => {
    const thresholds = ['--threshold', 'max<60s', '--threshold', 'requests: count<50']
    const ended = await bench(
      server.url,
      '--rate',
      '200',
      '-d',
      '500ms',
      '--warmup',
      '0',
      ...thresholds,
      '--json',
    )
    expect(ended.code, ended.stderr).toBe(THRESHOLD_FAILED)
    const document = read(ended)
    expect(document).toMatchObject({ ended: 'whole', verdict: { verdict: 'VALID' } })
    expect(document.thresholds).toEqual([
      {
        name: 'responseTime',
        expression: 'max<60s',
        passed: true,
        value: document.responseMs.max,
        samples: 100,
        aborted: false,
      },
      {
        name: 'requests',
        expression: 'count<50',
        passed: false,
        value: expect.closeTo(100, -1),
        samples: 100,
        aborted: false,
      },
    ])
  })

  test('ends early, with what was measured, where a threshold asks for that', async () => {
    const thresholds = ['--threshold', 'responseTime{name:GET /}: avg<0.001', '--abort-on-fail']
    const ended = await bench(
      server.url,
      '--rate',
      '100',
      '-d',
      '100s',
      '--warmup',
      '0',
      ...thresholds,
      '--json',
    )
    expect(ended.code, ended.stderr).toBe(THRESHOLD_FAILED)
    const document = read(ended)
    expect(document.ended).toBe('threshold')
    expect(document.durationMs).toBeLessThan(90_000)
    expect(document.requests.completed).toBeGreaterThan(0)
    expect(document.thresholds).toMatchObject([
      {
        name: 'responseTime{name:GET /}',
        passed: false,
        samples: document.requests.completed,
        aborted: true,
      },
    ])
  })

  test('ends with 105 when it is interrupted while the target is first asked', async () => {
    server.delayMs = 60_000
    const running = new KneepointProcess(['bench', server.url, '--timeout', '50s'], workshop.path)
    await running.until('the target is asked', () => server.requests === VISITS)
    running.kill('SIGTERM')
    const ended = await running.ended
    expect([ended.code, ended.stdout]).toEqual([INTERRUPTED, ''])
    expect(ended.stderr).toContain('interrupted')
    expect(ended.stderr).not.toContain('cannot be used')
  })

  test('goes on when nobody reads what it says meanwhile', async () => {
    const noted = ['--client', 'go-net-http', '--set', 'maxLifetime=5m']
    const args = ['bench', server.url, '-n', '20', ...noted, '--json', '--no-calibration']
    const child = spawn(process.execPath, [builtCli(), ...args], {
      cwd: workshop.path,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr.destroy()
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as BenchDocument).requests.failed).toBe(0)
  })

  test.each<[readonly string[], string]>([
    [['http://127.0.0.1:1/', '--workers', '3', '--set', 'maxIdlePerHost=2'], 'cannot share maxIdlePerHost 2'],
    [['localhost:8080'], 'did you mean http://localhost:8080?'],
    [['http://shop.example/'], '--allow shop.example'],
    [['http://127.0.0.1:1/', '--threshold', 'p99<250'], "--threshold: found 'p99<250', expected a condition"],
    [['http://127.0.0.1:1/', '--abort-on-fail'], '--abort-on-fail goes with --threshold'],
    [['http://127.0.0.1:1/', '--rate', '0'], "--rate: '0' is no rate above 0"],
  ])('refuses %j', async (args, said) => {
    const ended = await bench(...args)
    expect([ended.code, ended.stdout]).toEqual([USAGE, ''])
    expect(ended.stderr).toContain(said)
    expect(ended.stderr).not.toContain('internal error')
  })
})

async function serve(listener: RequestListener): Promise<Server> {
  const started = createServer(listener)
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve)
  })
  return started
}

describe('what load this machine can make', () => {
  test('is measured once, kept, and goes with every result; not where a busy machine kept no schedule', async () => {
    const args = ['bench', server.url, '-n', '20', '--json']
    const first = await new KneepointProcess(args, workshop.path, true).ended
    expect(first.stderr).toContain("'kneepoint doctor' does it thoroughly")
    const { certificate } = read(first)
    const wasKept = !first.stderr.includes('it kept no schedule')
    expect(certificate).toEqual(wasKept ? expect.objectContaining({ driver: 'undici' }) : null)
    const second = await new KneepointProcess(args, workshop.path, true).ended
    expect(second.stderr === '').toBe(wasKept)
    if (wasKept) expect(read(second).certificate).toEqual(certificate)
  })
})
