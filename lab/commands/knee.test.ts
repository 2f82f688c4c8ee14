import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Interrupted } from '../interrupted.ts'
import type { KneeDocument } from '../knee/knee-document.ts'
import { UnusableRun } from '../unusable-run.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import { kneeCommand, type KneeCommandFlags } from './knee.ts'
import { until } from './kneepoint-process.fixture.ts'

const NO_KNEE = 93
const INVALID = 91
const INTERRUPTED = 105

const flags: KneeCommandFlags = {
  header: [],
  set: [],
  insecure: false,
  allow: [],
  crossover: false,
  calibration: false,
  json: true,
}
/** Trials as short as they may be. */
const short: KneeCommandFlags = { ...flags, sloP99: '100ms', trial: '400ms' }

let printed = ''
let server: AnsweringServer

beforeEach(async () => {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  server = await AnsweringServer.start()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await server.die()
})

function document(): KneeDocument {
  expect(printed.trim().split('\n')).toHaveLength(1)
  return JSON.parse(printed) as KneeDocument
}

const never = new AbortController().signal

describe('kneepoint knee <url>', () => {
  test('finds the capacity of a target that serves one request after the other', async () => {
    const serial = await serveOneByOne(3)
    try {
      const { port } = serial.address() as AddressInfo
      const code = await kneeCommand(
        `http://127.0.0.1:${port}/`,
        { ...short, width: '50%', from: '120', to: '2000' },
        never,
      )
      const { ended, verdict, capacity, segmented, notes } = document()
      expect([code, ended, verdict.verdict]).toEqual([0, 'found', 'VALID'])
      const [lower, upper] = capacity.interval as [number, number]
      // Timers fire at their time or later: it serves at most 333 requests a second, and a queue may grow for a while.
      expect(lower).toBeGreaterThanOrEqual(120)
      expect(upper).toBeLessThanOrEqual(800)
      expect(capacity).toMatchObject({ rate: lower, atLeast: false, stage: 'confirm', recovered: true })
      expect(capacity.trials.length).toBeGreaterThan(5)
      expect(segmented !== null || notes.length > 0).toBe(true)
    } finally {
      serial.closeAllConnections()
      serial.close()
    }
  })

  test('says that there is no knee up to the highest rate, as text too', async () => {
    const code = await kneeCommand(server.url, { ...short, from: '100', to: '100', json: false }, never)
    expect(code).toBe(NO_KNEE)
    expect(printed).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/\n\ngoal {9}P99 within 100 ms/)
    expect(printed).toMatch(/^capacity {5}at least 100\/s: the service level was met there/m)
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('says that the target is too slow at the lowest rate, with figures', async () => {
    server.delayMs = 150
    const code = await kneeCommand(server.url, { ...short, from: '200', exceed: '0%' }, never)
    const { ended, capacity } = document()
    expect([code, ended]).toEqual([NO_KNEE, 'below-slo'])
    expect(capacity).toMatchObject({ rate: null, interval: [null, 200], recovered: null })
    for (const { p99Ms, lossRatio } of capacity.trials) {
      expect(p99Ms).toBeGreaterThanOrEqual(149)
      expect(lossRatio).toBe(1)
    }
  })

  test('ends when the target has crashed under load, and prints what was measured', async () => {
    const crash = until('requests have come', () => server.requests > 100).then(() => server.die())
    const code = await kneeCommand(
      server.url,
      { ...flags, sloP99: '50ms', trial: '200ms', from: '400' },
      never,
    )
    await crash
    const { ended, verdict, capacity } = document()
    expect([code, ended, verdict.verdict]).toEqual([INVALID, 'target-failing', 'TARGET_ERRORS'])
    expect(capacity.trials.at(-1)?.failureRatio).toBe(1)
    server = await AnsweringServer.start()
  })

  test('prints the trials that were finished when it is interrupted', async () => {
    const controller = new AbortController()
    const interrupt = until('the second trial', () => server.requests > 80).then(() =>
      controller.abort(new Interrupted()),
    )
    const code = await kneeCommand(server.url, { ...short, from: '100' }, controller.signal)
    await interrupt
    const { ended, capacity, verdict } = document()
    expect([code, ended, verdict.verdict]).toEqual([INTERRUPTED, 'interrupted', 'UNSTABLE'])
    expect(capacity.trials.length).toBeGreaterThanOrEqual(1)
    expect(verdict.figure).toMatch(/^interrupted after \d+ trials?:/)
  })

  test('is interrupted without a word before the first trial is finished', async () => {
    server.delayMs = 60_000
    const controller = new AbortController()
    const interrupt = until('it is asked', () => server.requests > 0).then(() =>
      controller.abort(new Interrupted()),
    )
    await expect(kneeCommand(server.url, flags, controller.signal)).rejects.toThrow(Interrupted)
    await interrupt
    expect(printed).toBe('')
  })

  test('refuses a target that nothing listens at', async () => {
    const gone = await AnsweringServer.start()
    const { url } = gone
    await gone.die()
    await expect(kneeCommand(url, flags, never)).rejects.toThrow(UnusableRun)
    expect(printed).toBe('')
  })
})

describe('kneepoint knee --points', () => {
  test('fits the points of a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
    try {
      const file = join(folder, 'points.csv')
      const rows = Array.from({ length: 12 }, (_, i) => `${i + 1},${100 * Math.min(i + 1, 6)}`)
      writeFileSync(file, ['rate,throughput', ...rows].join('\n'))
      expect(await kneeCommand(undefined, { ...flags, points: file, seed: -1 }, never)).toBe(0)
      expect(JSON.parse(printed)).toMatchObject({ points: { count: 12 } })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test.each<[string | undefined, Partial<KneeCommandFlags>, string]>([
    ['http://127.0.0.1:1/', { points: 'a.csv' }, 'not both'],
    [undefined, {}, 'what is to be measured?'],
    ['http://127.0.0.1:1/', { sensitivity: '2' }, '--sensitivity goes with --points'],
    [undefined, { points: 'a.csv', sloP99: '50ms' }, '--slo-p99 goes with a target'],
    [undefined, { points: 'a.csv', header: ['a: b'] }, '--header goes with a target'],
    [undefined, { points: 'a.csv', insecure: true }, '--insecure goes with a target'],
    [undefined, { points: '' }, '--points: a file of measured points is to be named'],
    ['http://shop.example/', {}, '--allow shop.example'],
    ['http://127.0.0.1:1/', { width: '0' }, '--width'],
  ])('refuses %s with %j', async (target, part, message) => {
    await expect(kneeCommand(target, { ...flags, ...part }, never)).rejects.toThrow(message)
  })
})

/** Each request takes so long, and waits for those before it. */
async function serveOneByOne(serviceMs: number): Promise<Server> {
  let last = Promise.resolve()
  const started = createServer((_request, response) => {
    last = last
      .then(
        () =>
          new Promise<void>((resolve) => {
            setTimeout(resolve, serviceMs)
          }),
      )
      .then(() => void response.end('{}'))
  })
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve)
  })
  return started
}
