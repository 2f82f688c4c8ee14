import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import type { ArrivalSpec } from '../models/arrivals/spec.ts'
import { type Measurement, unpackMeasurement } from '../models/measurement/measurement.ts'
import { UNLIMITED } from '../models/pool/settings.ts'
import { DEFAULT_BOUNDS } from '../models/tune/tuning-bounds.ts'
import type { Driver } from './connection.ts'
import { measuredBy, type RunningTask, runTask } from './load-task.fixture.ts'
import type { ClosedLoad, LoadTask, OpenLoad } from './messages.ts'
import { answerOk, cleanUp, onCleanUp, refusingOrigin, serve, usedBefore } from './pool-workbench.fixture.ts'
import { OK, type ScriptedServer, until } from './scripted-server.fixture.ts'

afterEach(cleanUp)

const poisson: ArrivalSpec = { kind: 'poisson', rate: 400, durationMs: 200 }

function open(arrivals: OpenLoad['arrivals'], load: Partial<OpenLoad> = {}): OpenLoad {
  return { kind: 'open', arrivals, firstIndex: 0, pacing: 'timer', inFlightMax: 1000, ...load }
}

function closed(users: number, thinkTime: ClosedLoad['thinkTime'] = null): ClosedLoad {
  return { kind: 'closed', users, thinkTime, growsPool: true }
}

/** What tasks on so many threads send, sorted, and what they measure. */
async function pathsOf(threads: number, task: Partial<LoadTask> & Pick<LoadTask, 'load'>) {
  const server = await serve(answerOk)
  const runs = await Promise.all(
    Array.from({ length: threads }, (_none, thread) =>
      measuredBy(runTask(server.origin, { ...task, thread, threads })),
    ),
  )
  return {
    paths: server.seen.map(({ path }) => path).toSorted(),
    due: runs.map(({ measurement }) => measurement.requests.due),
    completed: runs.map(({ measurement }) => measurement.requests.completed),
  }
}

describe.each<Driver>(['undici', 'wire'])('a load task over %s', (driver) => {
  test('sends its load and hands over what it measured', async () => {
    const server = await serve(answerOk)
    const task = runTask(server.origin, {
      driver,
      load: open(Float64Array.of(0, 1, 2, 30, 31)),
      durationMs: 60,
    })
    const { load, measurement } = await measuredBy(task)
    const kinds = task.reports.map(({ kind }) => kind).filter((kind) => kind !== 'progress')
    expect(kinds).toEqual(['ready', 'result'])
    expect(measurement.requests).toMatchObject({ due: 5, completed: 5, failed: 0, dropped: 0 })
    expect(measurement.measuredMs).toBe(60)
    expect(measurement.response.count).toBe(5)
    expect(measurement.whole.dialed).toBe(measurement.connections.dialed)
    expect(measurement.connections.dialed + measurement.connections.reused).toBe(5)
    expect(load.finished).toBe(true)
    expect(load.generator.dropped).toBe(0)
    // Gone from this side: transferred, not copied.
    expect(task.transferred.length).toBeGreaterThan(0)
    expect(task.transferred.map(({ byteLength }) => byteLength)).toEqual(task.transferred.map(() => 0))
    await until('nothing is left open', () => server.open === 0)
  })

  test('primes its pool before it says that it is ready', async () => {
    const server = await serve(answerOk)
    const task = runTask(server.origin, {
      driver,
      load: closed(1),
      mostRequests: 3,
      primed: [usedBefore(5), usedBefore(1)],
    })
    await task.report('ready')
    await until('both are accepted', () => server.accepted === 2)
    const { measurement } = await measuredBy(task)
    expect(measurement.whole).toEqual({ sent: 3, dialed: 0, primed: 2 })
    expect(server.accepted).toBe(2)
  })

  test('says why a target cannot be primed', async () => {
    const task = runTask(await refusingOrigin(), { driver, load: closed(1), primed: [usedBefore(1)] })
    expect(await task.result()).toMatchObject({ kind: 'target-unusable', errorKind: 'refused' })
  })
})

describe('tasks on two threads', () => {
  test.each<[what: string, task: Partial<LoadTask> & Pick<LoadTask, 'load'>]>([
    ['a schedule of their own', { load: open(poisson), durationMs: 200 }],
    ['due times', { load: open(Float64Array.from({ length: 61 }, (_none, i) => i)), durationMs: 61 }],
    ['a schedule up to a number of requests', { load: open(poisson), mostRequests: 33 }],
    [
      'a later part of a schedule',
      { load: open(Float64Array.of(0, 1, 2, 3, 5, 8)), durationMs: 10, seed: 9 },
    ],
    ['users up to a number of requests', { load: closed(2), mostRequests: 33 }],
  ])('send together, of %s, exactly what one would', async (_what, task) => {
    const alone = await pathsOf(1, task)
    const together = await pathsOf(2, task)
    expect(alone.paths.length).toBeGreaterThan(5)
    expect(together.paths).toEqual(alone.paths)
    expect(together.due.reduce((a, b) => a + b)).toBe(alone.paths.length)
    expect(together.completed).toEqual(together.due)
  })

  test.each([0, 1, 2, 3, 7])(
    'send %d requests exactly, where three threads are told of them',
    async (mostRequests) => {
      const { paths, due } = await pathsOf(3, { load: closed(2), mostRequests })
      expect(paths).toHaveLength(mostRequests)
      expect(due).toEqual([0, 1, 2].map((thread) => Math.max(0, Math.ceil((mostRequests - thread) / 3))))
    },
  )

  test('number their requests from the first index on', async () => {
    const all = await pathsOf(1, { load: open(Float64Array.of(0, 1, 2, 3)), durationMs: 10 })
    const rest = await pathsOf(2, { load: open(Float64Array.of(0, 1), { firstIndex: 2 }), durationMs: 10 })
    expect(all.paths).toHaveLength(4)
    expect(all.paths).toEqual(expect.arrayContaining(rest.paths))
  })
})

describe('an order', () => {
  async function steady(load: Partial<LoadTask> & Pick<LoadTask, 'load'> = { load: closed(2) }) {
    const server = await serve(answerOk)
    const task = runTask(server.origin, load)
    await until('it is under way', () => server.seen.length > 20)
    return { server, task }
  }

  test('to stop ends the task at once', async () => {
    const { task } = await steady()
    task.tell({ kind: 'stop' })
    const { load, measurement } = await measuredBy(task)
    expect(load.finished).toBe(false)
    expect(measurement.requests.completed).toBeGreaterThanOrEqual(19)
    expect(measurement.measuredMs).toBeLessThan(10_000)
  })

  test('to stop while a task waits for its start ends it with nothing measured', async () => {
    const server = await serve(answerOk)
    const task = runTask(server.origin, { load: closed(1), primed: [usedBefore(1)] })
    task.tell({ kind: 'stop' })
    const { load, measurement } = await measuredBy(task)
    expect(load.finished).toBe(false)
    expect(measurement.requests.due).toBe(0)
    expect(server.seen).toEqual([])
  })

  test('to finish lets it end in order: every request sent is counted', async () => {
    const { server, task } = await steady()
    task.tell({ kind: 'finish' })
    const { load, measurement } = await measuredBy(task)
    expect(load.finished).toBe(true)
    expect(measurement.requests.completed).toBe(server.seen.length)
    expect(measurement.requests.due).toBe(server.seen.length)
  })

  test('to pause holds from when it says, though that is past: the stretch has lasted until then', async () => {
    const { server, task } = await steady({
      load: open({ kind: 'constant', rate: 1000, durationMs: 10_000 }),
    })
    task.tell({ kind: 'pace', atMs: 5, factor: 0 })
    // It comes later than the pause begins.
    await task.report('progress')
    task.tell({ kind: 'finish' })
    const { measurement } = await measuredBy(task)
    expect(measurement.measuredMs).toBeCloseTo(5, 6)
    expect(measurement.requests).toMatchObject({ due: server.seen.length, completed: server.seen.length })
  })

  test('of more users gives the pool room for them, and keeps what was changed in its settings', async () => {
    const held: (() => void)[] = []
    const server: ScriptedServer = await serve(({ position }, socket) => {
      if (position === 0) held.push(() => socket.write(OK))
      else socket.write(OK)
    })
    const task = runTask(server.origin, {
      load: closed(1),
      settings: { ...UNLIMITED, maxConnsPerHost: 1 },
      mostRequests: 40,
    })
    await until('the first has arrived', () => server.seen.length === 1)
    task.tell({ kind: 'reconfigure', settings: { ...UNLIMITED, maxConnsPerHost: 2, maxRequestsPerConn: 10 } })
    task.tell({ kind: 'pace', atMs: 0, factor: 4 })
    await until('there are four', () => server.seen.length === 4)
    expect(server.open).toBe(4)
    for (const answer of held) answer()
    held.push = (answer) => {
      answer()
      return 0
    }
    const { measurement } = await measuredBy(task)
    expect(measurement.requests).toMatchObject({ due: 40, completed: 40 })
    expect(measurement.connections.peakOpen).toBe(4)
    // Had the pool its first settings again, no connection would have been closed after ten requests.
    expect(measurement.connections.closed['max-requests']).toBeGreaterThan(0)
    expect(Math.max(...server.seen.map(({ position }) => position))).toBe(9)
  })
})

describe('a load task', () => {
  test('tells of its progress, before the first request too', async () => {
    const server = await serve(() => {})
    const task = runTask(server.origin, { load: closed(1) })
    const progress = await task.report('progress')
    expect(progress).toMatchObject({ due: 0, completed: 0, failed: 0, dropped: 0, open: 1, idle: 0 })
    expect([progress.p50Ms, progress.p99Ms, progress.latenessP99Ms]).toEqual([NaN, NaN, NaN])
    task.tell({ kind: 'stop' })
    await measuredBy(task)
    await until('nothing is left open', () => server.open === 0)
  })

  test('takes functions from the scenario’s own module, and says what they throw', async () => {
    const server = await serve(answerOk)
    const folder = mkdtempSync(join(tmpdir(), 'load-task-'))
    onCleanUp(() => rmSync(folder, { recursive: true }))
    let scenarios = 0
    const scenario = (functions: string): string => {
      const file = join(folder, `scenario-${scenarios++}.mjs`)
      writeFileSync(file, `export default { requests: [{ ${functions} }] }`)
      return pathToFileURL(file).href
    }
    const requests = [{ weight: 1, method: 'GET', path: '/' }] as const
    const run = (functions: string): ReturnType<typeof runTask> =>
      runTask(server.origin, {
        load: closed(1),
        mostRequests: 4,
        requests,
        scenarioModule: scenario(functions),
      })
    const { measurement } = await measuredBy(
      run(
        `build: ({ index }) => ({ path: '/built/' + index }), check: ({ body }) => String.fromCharCode(...body) === 'ok' || 'bad'`,
      ),
    )
    expect(measurement.requests).toMatchObject({ completed: 4 })
    expect(server.seen.map(({ path }) => path)).toEqual(['/built/0', '/built/1', '/built/2', '/built/3'])
    expect((await measuredBy(run(`check: () => 'wrong'`))).measurement.errors).toEqual({ 'check: wrong': 4 })
    expect(await run(`build() { throw new Error('out of stock') }`).result()).toEqual({
      kind: 'scenario-threw',
      message: 'build: out of stock',
      stack: expect.stringContaining('out of stock'),
    })
    await until('nothing is left open', () => server.open === 0)
  })

  test('lets its pool tune itself, and hands over what that changed', async () => {
    const server = await serve(answerOk)
    // Eight at once, each 10 ms.
    const dueMs = Float64Array.from({ length: 8 * 40 }, (_, i) => 10 * Math.floor(i / 8))
    const task = runTask(server.origin, {
      load: open(dueMs),
      durationMs: 400,
      client: 'go-net-http',
      settings: { ...UNLIMITED, idleTimeoutMs: 30_000, maxIdlePerHost: 2 },
      tuning: { mode: 'apply', bounds: DEFAULT_BOUNDS, safeIdleTimeoutMs: 'from-hint', everyMs: 20 },
    })
    const { load, measurement } = await measuredBy(task)
    const [first] = load.tuningChanges ?? []
    expect(first).toMatchObject({ from: { maxIdlePerHost: 2 }, to: { idleTimeoutMs: 30_000 } })
    expect(first?.to.maxIdlePerHost).toBeGreaterThanOrEqual(4)
    expect(first?.atMs).toBeGreaterThanOrEqual(20)
    expect(measurement.connections.dialed).toBeLessThan(6 * 40)
    await until('nothing is left open', () => server.open === 0)
  })
})

describe('what has been measured so far', () => {
  /** Each time that it was told. */
  function toldBy(task: RunningTask): readonly Measurement[] {
    return task.reports.flatMap((report) =>
      report.kind === 'interim' ? [unpackMeasurement(report.measurement)] : [],
    )
  }

  test('is told now and then where that is wanted, and is part of what will be the result', async () => {
    const server = await serve(answerOk)
    const task = runTask(server.origin, { load: closed(2), interimMs: 5 })
    const withAnswers = () => toldBy(task).find(({ requests }) => requests.completed > 0)
    await until('something is told', () => withAnswers() !== undefined)
    const soFar = withAnswers() as Measurement
    await until('more is measured', () => server.seen.length > soFar.requests.completed + 10)
    task.tell({ kind: 'finish' })
    const { measurement } = await measuredBy(task)
    expect(soFar.measuredMs).toBeGreaterThan(0)
    expect(soFar.measuredMs).toBeLessThanOrEqual(measurement.measuredMs)
    expect(soFar.response.count).toBe(soFar.requests.completed)
    expect(soFar.requests.completed).toBeLessThan(measurement.requests.completed)
    expect(soFar.byRequest?.map(({ name }) => name)).toEqual(['GET /{n}'])
    expect(soFar.series).toBeNull()
    // Telling it took nothing out.
    expect(measurement.response.count).toBe(measurement.requests.completed)
    expect(measurement.series).not.toBeNull()
  })

  test('begins with the measured stretch', async () => {
    const server = await serve(answerOk)
    const task = runTask(server.origin, { load: closed(2), interimMs: 1, warmupMs: 30 })
    await task.report('interim')
    const sentByThen = server.seen.length
    task.tell({ kind: 'finish' })
    const { measurement } = await measuredBy(task)
    const [first] = toldBy(task)
    expect(first?.requests.completed).toBeLessThan(sentByThen)
    expect(first?.warmup?.requests).toBe(measurement.warmup?.requests)
    expect(first?.warmup?.requests).toBeGreaterThan(0)
  })

  test('is kept to itself unless asked for', async () => {
    const server = await serve(answerOk)
    const task = runTask(server.origin, { load: closed(1), mostRequests: 5 })
    await measuredBy(task)
    expect(toldBy(task)).toEqual([])
  })
})
