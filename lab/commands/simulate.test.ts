import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { storeSystem } from '../../models/simulate/system-model.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { SimulateDocument } from '../simulate/simulate-document.ts'
import { endAllProcesses, type Ended, kneepoint, KneepointProcess } from './kneepoint-process.fixture.ts'
import { scenarioText, Workshop } from './small-scenario.fixture.ts'

const USAGE = 2
const INVALID = 104
const INTERRUPTED = 105

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop

beforeAll(() => {
  workshop = new Workshop()
  workshop.write('four.csv', '# by hand\nt,serviceMs\n0,10\n0.005,10\n0.1,10\n0.105,10\n')
  workshop.write(
    'small.ts',
    scenarioText({ more: "client: 'node-http-agent', before: { maxIdlePerHost: 3 }," }),
  )
})

afterEach(endAllProcesses)

afterAll(() => workshop.remove())

function simulated(...args: readonly string[]): Promise<Ended> {
  return kneepoint(['simulate', ...args], workshop.path)
}

async function documentOf(...args: readonly string[]): Promise<SimulateDocument> {
  const ended = await simulated(...args, '--json')
  expect(ended.code, ended.stderr).toBe(0)
  expect(ended.stdout.trim().split('\n')).toHaveLength(1)
  return JSON.parse(ended.stdout) as SimulateDocument
}

describe('kneepoint simulate', () => {
  // The four requests of simulateSchedule's test: 13, 13, 11 and 13 ms.
  test('puts a trace through a pool, and prints one JSON document', async () => {
    const system = ['--rtt', '1ms', '--handshake', '2ms']
    const document = await documentOf('--trace', 'four.csv', '--set', 'maxIdlePerHost=1', ...system)
    expect(document).toMatchObject({
      schemaVersion: 1,
      client: 'go-net-http',
      seed: 1,
      requests: 4,
      completed: 4,
      failed: 0,
      durationMs: 140,
      endedMs: 118,
      settings: { idleTimeoutMs: 90_000, maxIdlePerHost: 1, maxConnsPerHost: null },
      connections: { dialed: 3, reused: 1, stillOpen: 1, peakOpen: 2, peakIdle: 1 },
      responseMs: { mean: 12.5, max: 13 },
      series: { everyMs: 60_000, due: [4] },
      surface: null,
    })
    expect(document.connections.closed.overflow).toBe(2)
    expect(document.connections.idleSeconds).toBeCloseTo(0.094, 12)
    expect(document.responseMs.p99).toBeCloseTo(13, 1)
  })

  test("takes a scenario's client, settings and pods, and the shop's service times", async () => {
    const document = await documentOf('small.ts', '--set', 'timeout=2s')
    expect(document).toMatchObject({
      client: 'node-http-agent',
      settings: { idleTimeoutMs: 2000, maxIdlePerHost: 3 },
      pods: 1,
      requests: 28,
      system: { slots: 4, serverIdleTimeoutMs: 65_000 },
    })
    expect(document.system.meanServiceMs).toBeCloseTo(1.5, 2)
    expect(workshop.runs()).toEqual([])
  })

  test('takes the system that a run fitted, and its scenario', async () => {
    const run = workshop.run('fitted')
    const fitted = storeSystem({
      rttMs: 3,
      dialMs: createDistribution({ kind: 'deterministic', value: 9 }),
      dialExclusiveMs: 0,
      serviceMs: createDistribution({ kind: 'deterministic', value: 4 }),
      slots: 6,
      serverIdleTimeoutMs: Infinity,
      hintMs: null,
    })
    workshop.copyRun(run, 'fitted', [], {
      schemaVersion: 1,
      name: 'small',
      scenarioFile: workshop.file('small.ts'),
      scenarioHash: '',
      seed: 1,
      plan: 'quick',
      targetUrl: null,
      startedAt: '2026-01-01T00:00:00.000Z',
      environment: { runtime: '', platform: '', cpu: '', cores: 1, memoryBytes: 1 },
      stages: { fit: 'done' },
    })
    workshop.write('runs/fitted/fit.json', JSON.stringify({ system: fitted }))
    const document = await documentOf('--from-run', 'fitted', '--runs', 'runs')
    expect(document).toMatchObject({ requests: 28, system: { rttMs: 3, meanDialMs: 9, slots: 6 } })
    expect(document.responseMs.max).toBeCloseTo(16, 1)
  })

  test('prints a table of at most 80 columns, with the surface', async () => {
    const ended = await simulated('--trace', 'four.csv', '--client', 'hertz', '--surface', '--grid', '20x20')
    expect(ended.code).toBe(0)
    expect(ended.stdout).toMatch(/^Hertz on four\.csv \(seed 1\), in virtual time\n/)
    expect(ended.stdout).toMatch(/^connections {2}2 dialed \(50\.00 % of the requests\), 2 reuses/m)
    expect(ended.stdout).toContain('Method: one pass per idle timeout, exact')
    expect(Math.max(...ended.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test.each<[readonly string[], number, string]>([
    [['--trace', 'four.csv', '--set', 'maxIdelPerHost=1'], USAGE, 'did you mean maxIdlePerHost?'],
    [['--trace', 'nowhere.csv'], INVALID, 'nowhere.csv: no such file'],
  ])('refuses %j', async (args, code, said) => {
    const ended = await simulated(...args)
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(ended.stderr).toContain(said)
    expect(ended.stderr).not.toContain('internal error')
  })

  test('names the line of a trace that is broken', async () => {
    workshop.write('broken.csv', '# times\n0\nsoon\n')
    const ended = await simulated('--trace', 'broken.csv', '--service', '1ms')
    expect(ended.code).toBe(INVALID)
    expect(ended.stderr).toContain('broken.csv:3: the time "soon"')
  })

  test('ends with 105 when it is interrupted', async () => {
    const week = 'week({ meanRate: 2000, flashCrowds: 0 })'
    const running = new KneepointProcess(
      [
        'simulate',
        workshop.write('week.ts', scenarioText({ arrivals: week })),
        '--set',
        'maxLifetime=5m',
        '--json',
      ],
      workshop.path,
    )
    await running.until('the simulation begins', () => running.stderr.includes('note: '))
    running.kill('SIGINT')
    const ended = await running.ended
    expect(ended.stderr).toContain(
      'note: Go net/http has no setting for maxLifetime: it is simulated as if it had.\n',
    )
    expect([ended.code, ended.stdout]).toEqual([INTERRUPTED, ''])
  })
})
