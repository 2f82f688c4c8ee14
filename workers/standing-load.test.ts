import { afterEach, describe, expect, test } from 'vitest'
import { type Measurement, unpackMeasurement } from '../models/measurement/measurement.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import { endpointAt } from './pool-client.fixture.ts'
import { answerOk, cleanUp, onCleanUp, refusingOrigin, serve } from './pool-workbench.fixture.ts'
import { OK, type ScriptedServer, until } from './scripted-server.fixture.ts'
import { StandingLoad } from './standing-load.ts'
import type { SentMinute, StandingReport, StandingTask } from './standing-messages.ts'

afterEach(cleanUp)

type MinuteReport = Extract<StandingReport, { kind: 'minute' }>

const MINUTE_MS = 60

async function startLoad(origin: string, task: Partial<StandingTask> = {}) {
  const reports: StandingReport[] = []
  const load = await StandingLoad.start(
    {
      scenarioModule: null,
      requests: [{ weight: 1, method: 'GET', path: '/{n}' }],
      feeds: [],
      seed: 1,
      endpoint: endpointAt(origin),
      driver: 'wire',
      client: 'undici',
      thread: 0,
      threads: 1,
      drainMs: 5000,
      inFlightMax: 1000,
      ...task,
    },
    (report) => reports.push(report),
  )
  onCleanUp(() => load.obey({ kind: 'stop' }))
  const minutes = () => reports.filter((report): report is MinuteReport => report.kind === 'minute')
  const baseMs = Number(process.hrtime.bigint()) / 1e6 + 30
  return {
    load,
    reports,
    minutes,
    send: (minute: number, more: Partial<SentMinute> = {}) =>
      load.obey({
        kind: 'send',
        minute: {
          minute,
          pool: 0,
          settings: UNLIMITED,
          configuration: 'today',
          dueMs: Float64Array.of(0, 20, 40),
          firstIndex: 3 * minute,
          startMs: baseMs + minute * MINUTE_MS,
          durationMs: MINUTE_MS,
          ...more,
        },
      }),
    measured: async (count: number): Promise<Measurement[]> => {
      await until(`${count} minutes are told`, () => minutes().length === count)
      return minutes().map(({ measurement }) => unpackMeasurement(measurement))
    },
  }
}

function sum(measurements: readonly Measurement[], of: (measurement: Measurement) => number): number {
  return measurements.reduce((total, measurement) => total + of(measurement), 0)
}

describe('minutes that follow one another', () => {
  test('go through one pool, which lives on', async () => {
    const server = await serve(answerOk)
    const { send, measured, minutes, reports } = await startLoad(server.origin)
    for (const minute of [0, 1, 2]) send(minute)
    const measurements = await measured(3)
    expect(reports[0]).toEqual({ kind: 'ready' })
    expect(minutes().map(({ minute }) => minute)).toEqual([0, 1, 2])
    expect(server.seen).toHaveLength(9)
    for (const { requests, measuredMs, response } of measurements) {
      expect(requests).toMatchObject({ due: 3, completed: 3, failed: 0, dropped: 0 })
      expect([measuredMs, response.count]).toEqual([MINUTE_MS, 3])
    }
    expect(sum(measurements, ({ whole }) => whole.sent)).toBe(server.seen.length)
    expect(sum(measurements, ({ connections }) => connections.dialed)).toBe(server.accepted)
    expect(sum(measurements, ({ connections }) => connections.dialed + connections.reused)).toBe(9)
  })

  test('are sent while the last answers of the one before are awaited, and each request counts where it was due', async () => {
    const answers: (() => void)[] = []
    const server: ScriptedServer = await serve((_request, socket) => {
      if (server.seen.length === 3) answers.push(() => socket.write(OK))
      else socket.write(OK)
    })
    const { send, measured, minutes } = await startLoad(server.origin)
    send(0)
    send(1)
    await until('the second minute is told', () => minutes().length === 1)
    expect(minutes()[0]?.minute).toBe(1)
    for (const answer of answers) answer()
    const measurements = await measured(2)
    expect(minutes().map(({ minute }) => minute)).toEqual([1, 0])
    expect(measurements.map(({ requests }) => requests.completed)).toEqual([3, 3])
    expect(measurements[1]?.response.maxMs).toBeGreaterThan(MINUTE_MS / 3)
  })

  test('are shared by threads, which send together what one would', async () => {
    const pathsOf = async (threads: number): Promise<string[]> => {
      const server = await serve(answerOk)
      for (let thread = 0; thread < threads; thread++) {
        const { send, measured } = await startLoad(server.origin, { thread, threads })
        send(0)
        send(1)
        const measurements = await measured(2)
        expect(sum(measurements, ({ requests }) => requests.due)).toBe(6 / threads)
      }
      return server.seen.map(({ path }) => path).toSorted()
    }
    expect(await pathsOf(1)).toHaveLength(6)
    expect(await pathsOf(3)).toEqual(await pathsOf(1))
  })
})

test('another pool begins empty, and the former one is closed when its last request has ended', async () => {
  const server = await serve(answerOk)
  const { send, measured } = await startLoad(server.origin)
  const settings = { ...UNLIMITED, maxConnsPerHost: 1 }
  send(0, { settings })
  send(1, { settings, pool: 1 })
  const measurements = await measured(2)
  expect(measurements.map(({ connections }) => connections.dialed)).toEqual([1, 1])
  expect(server.accepted).toBe(2)
  await until('the first is closed', () => server.open === 1)
})

test('a target that is away fails requests, and the next minute is sent all the same', async () => {
  const { send, measured } = await startLoad(await refusingOrigin())
  send(0)
  send(1)
  const measurements = await measured(2)
  expect(measurements.map(({ requests }) => requests.failed)).toEqual([3, 3])
  expect(measurements.map(({ errors }) => errors)).toEqual([{ refused: 3 }, { refused: 3 }])
})

test('an end gives up what is under way, closes the pool, and tells of no minute', async () => {
  const server = await serve(() => {})
  const { load, send, minutes } = await startLoad(server.origin)
  send(0, { durationMs: 60_000 })
  await until('a request is under way', () => server.seen.length > 0)
  load.obey({ kind: 'stop' })
  await load.ended
  await until('nothing is open', () => server.open === 0)
  expect(minutes()).toEqual([])
})
