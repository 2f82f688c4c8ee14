import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RealTimeReport } from '../../models/real-time/real-time-report.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import { type Ended, endAllProcesses, kneepoint } from './kneepoint-process.fixture.ts'
import { scenarioText, type StoredRun, Workshop } from './small-scenario.fixture.ts'

const USAGE = 2
const RUN_INVALID = 91
const THRESHOLD_FAILED = 99

// Whole processes with load in them: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop
let server: AnsweringServer
let ended: Ended
let stored: StoredRun

beforeAll(async () => {
  workshop = new Workshop()
  server = await AnsweringServer.start()
  const requests = "[{ path: '/{n}', check: () => true }]"
  workshop.write('small.ts', scenarioText({ requests, more: "thresholds: { responseTime: 'avg<0.001' }," }))
  ended = await kneepoint(
    ['small.ts', '--real-time', '--target', server.url, '--runs', 'runs', '--json'],
    workshop.path,
  )
  stored = workshop.onlyRun() as StoredRun
}, 120_000)

afterEach(endAllProcesses)

afterAll(async () => {
  await server.die()
  workshop.remove()
})

/** Of a machine that is busy the figures cannot be trusted, and then no threshold is judged. */
const EXITS = [THRESHOLD_FAILED, RUN_INVALID]

describe('a schedule that is sent in real time', () => {
  test('is sent whole, from the built package, with the functions of its scenario', () => {
    expect(ended.stderr).not.toContain('error')
    const report = JSON.parse(ended.stdout) as RealTimeReport
    expect(EXITS).toContain(ended.code)
    expect(report.verdict.verdict === 'VALID').toBe(ended.code === THRESHOLD_FAILED)
    expect(report.sides).toMatchObject([{ side: 'today', requests: 28, failed: 0, sent: 28 }])
    expect(report.thresholds).toMatchObject([{ passed: false, samples: 28 }])
    // The visit before the load is one more.
    expect(server.requests).toBe(29)
  })

  test('leaves its minutes, its days and its report, and no scenario', () => {
    expect(stored.files).toEqual([
      'day-1.txt',
      'minutes.ndjson',
      'real-time.json',
      'report.json',
      'report.txt',
      'run.json',
    ])
    expect(stored.json('report.json')).toEqual(JSON.parse(ended.stdout))
    expect(stored.json('run.json')).toMatchObject({ kind: 'real-time', state: 'done' })
  })

  test('is reported again, and not sent again where it is gone on with at its end', async () => {
    const again = await kneepoint(['report', stored.path, '--format', 'text'], workshop.path)
    expect([again.code, again.stdout]).toEqual([0, stored.text('report.txt')])
    const resumed = await kneepoint(['run', '--resume', stored.path, '--json'], workshop.path)
    expect(resumed.stdout).toBe(ended.stdout)
    expect(server.requests).toBe(29)
  })
})

test.each([
  [['small.ts', '--for', '10m'], '--for is of use with --real-time only'],
  [['small.ts', '--real-time', '--quick'], '--quick is not for a run in real time'],
  [['small.ts', '--real-time', '--only', 'sweep'], '--only is not for a run in real time'],
  [['small.ts', '--real-time', '--for', '0'], "--for: '0' must be above 0"],
  [['small.ts', '--real-time', '--from-run', 'none'], 'no run at'],
])('%j is refused', async (args, message) => {
  const refused = await kneepoint([...args, '--runs', 'refused'], workshop.path)
  expect([refused.code, refused.stderr]).toEqual([USAGE, expect.stringContaining(message)])
  expect(workshop.runs('refused')).toEqual([])
})
