import { afterEach, expect, test } from 'vitest'
import { UNLIMITED } from '../models/pool/settings.ts'
import { DEFAULT_BOUNDS } from '../models/tune/tuning-bounds.ts'
import type { BalancedLoad } from './balanced-pool.ts'
import { measuredBy, runTask } from './load-task.fixture.ts'
import type { LoadTask } from './messages.ts'
import { endpointAt } from './pool-client.fixture.ts'
import { answerOk, cleanUp, refusingOrigin, serve, usedBefore } from './pool-workbench.fixture.ts'
import { OK, until } from './scripted-server.fixture.ts'

afterEach(cleanUp)

function balanceOver(origins: readonly string[], weights: readonly number[]): BalancedLoad {
  return { endpoints: origins.map(endpointAt), weights, staleRetry: false }
}

/** Requests at these times in ms. */
function dueAt(...dueMs: readonly number[]): Pick<LoadTask, 'load' | 'durationMs'> {
  const arrivals = Float64Array.from(dueMs)
  return {
    load: { kind: 'open', arrivals, firstIndex: 0, pacing: 'timer', inFlightMax: 1000 },
    durationMs: (dueMs.at(-1) ?? 0) + 1,
  }
}

function evenly(requests: number): number[] {
  return Array.from({ length: requests }, (_, i) => i)
}

test('a load task spreads its requests by the weights, and counts them together and by endpoint', async () => {
  const servers = await Promise.all([serve(answerOk), serve(answerOk), serve(answerOk)])
  const origins = servers.map(({ origin }) => origin)
  const task = runTask(origins[0] as string, {
    ...dueAt(...evenly(60)),
    balance: balanceOver(origins, [3, 2, 1]),
  })
  const { load, measurement } = await measuredBy(task)
  expect(servers.map(({ seen }) => seen.length)).toEqual([30, 20, 10])
  expect(load.byEndpoint).toEqual(
    origins.map((origin, i) => ({ origin, picked: 30 - 10 * i, answered: 30 - 10 * i, failed: 0 })),
  )
  expect(measurement.requests).toMatchObject({ due: 60, completed: 60, failed: 0, dropped: 0 })
  const dialed = servers.reduce((sum, { accepted }) => sum + accepted, 0)
  expect(measurement.connections).toMatchObject({ dialed, reused: 60 - dialed })
  expect(measurement.whole).toEqual({ sent: 60, dialed, primed: 0 })
})

test('limits of a pool hold for each endpoint', async () => {
  const held: (() => void)[] = []
  const hold = await Promise.all(
    [0, 1].map(() => serve((_request, socket) => held.push(() => socket.write(OK)))),
  )
  const task = runTask(hold[0]!.origin, {
    ...dueAt(0, 0, 0, 0, 0, 0),
    balance: balanceOver(
      hold.map(({ origin }) => origin),
      [1, 1],
    ),
    settings: { ...UNLIMITED, maxConnsPerHost: 2 },
  })
  await until('both have two', () => hold.every(({ seen }) => seen.length === 2))
  expect(hold.map(({ open }) => open)).toEqual([2, 2])
  for (const answer of held.slice(0, 4)) answer()
  await until('the last have come', () => held.length === 6)
  for (const answer of held.slice(4)) answer()
  expect((await measuredBy(task)).measurement.requests.completed).toBe(6)
})

test('other weights hold from the next request on; nobody is asked where all are zero', async () => {
  const servers = await Promise.all([serve(answerOk), serve(answerOk)])
  const origins = servers.map(({ origin }) => origin)
  const task = runTask(origins[0] as string, {
    load: {
      kind: 'open',
      arrivals: { kind: 'constant', rate: 200, durationMs: 60_000 },
      firstIndex: 0,
      pacing: 'timer',
      inFlightMax: 1000,
    },
    durationMs: 60_000,
    balance: balanceOver(origins, [1, 0]),
  })
  await until('the first is asked', () => servers[0].seen.length > 5)
  expect(servers[1].seen).toEqual([])
  task.tell({ kind: 'weights', weights: [0, 1] })
  await until('the second is asked', () => servers[1].seen.length > 5)
  task.tell({ kind: 'weights', weights: [0, 0] })
  const progress = () => task.reports.filter((report) => report.kind === 'progress')
  await until('it is told that there is nobody', () => progress().some(({ failed }) => failed > 0))
  task.tell({ kind: 'finish' })
  const { load, measurement } = await measuredBy(task)
  const { due, completed, failed, dropped } = measurement.requests
  expect(due).toBe(completed + failed + dropped)
  expect(measurement.errors).toEqual({ 'no-endpoint': failed })
  expect(servers[0].seen.length + servers[1].seen.length).toBe(completed)
  expect(load.byEndpoint?.map(({ picked }) => picked)).toEqual(servers.map(({ seen }) => seen.length))
})

/** A server that closes every connection when the second request comes on it, without a byte of a response. */
function closingOnReuse() {
  return serve(({ position }, socket) => {
    if (position === 0) socket.write(OK)
    else socket.end()
  })
}

test.each([
  [false, { completed: 2, failed: 2, retried: 0 }],
  [true, { completed: 4, failed: 0, retried: 3 }],
])(
  'a request whose connection was closed under it is sent again only where that is wanted: %s',
  async (staleRetry, requests) => {
    const server = await closingOnReuse()
    const task = runTask(server.origin, {
      load: { kind: 'closed', users: 1, thinkTime: null, growsPool: false },
      mostRequests: 4,
      client: 'nginx-upstream',
      balance: { ...balanceOver([server.origin], [1]), staleRetry },
    })
    const { measurement } = await measuredBy(task)
    expect(measurement.requests).toMatchObject(requests)
  },
)

test('what fails at one endpoint is counted there', async () => {
  const server = await serve(answerOk)
  const gone = await refusingOrigin()
  const task = runTask(server.origin, {
    ...dueAt(...evenly(10)),
    balance: balanceOver([server.origin, gone], [1, 1]),
  })
  const { load, measurement } = await measuredBy(task)
  expect(measurement.requests).toMatchObject({ due: 10, completed: 5, failed: 5 })
  expect(measurement.errors).toEqual({ refused: 5 })
  expect(load.byEndpoint).toEqual([
    { origin: server.origin, picked: 5, answered: 5, failed: 0 },
    { origin: gone, picked: 5, answered: 0, failed: 5 },
  ])
})

test('requests without an answer are given up at the endpoint that has them', async () => {
  const silent = await serve(() => {})
  const server = await serve(answerOk)
  const task = runTask(server.origin, {
    ...dueAt(0, 1, 2, 3),
    balance: balanceOver([silent.origin, server.origin], [1, 1]),
    drainMs: 50,
  })
  const { load, measurement } = await measuredBy(task)
  expect(measurement.errors).toEqual({ unanswered: 2 })
  expect(load.byEndpoint?.map(({ failed }) => failed)).toEqual([2, 0])
  await until('nothing is left open', () => silent.open + server.open === 0)
})

test('connections opened beforehand are dealt out to the endpoints', async () => {
  const servers = await Promise.all([serve(answerOk), serve(answerOk)])
  const origins = servers.map(({ origin }) => origin)
  const task = runTask(origins[0] as string, {
    ...dueAt(0, 0, 0),
    balance: balanceOver(origins, [1, 1]),
    primed: [usedBefore(3), usedBefore(2), usedBefore(1)],
  })
  const { measurement } = await measuredBy(task)
  expect(servers.map(({ accepted }) => accepted)).toEqual([2, 1])
  expect(measurement.whole).toEqual({ sent: 3, dialed: 0, primed: 3 })
})

test.each<[what: string, task: Partial<LoadTask>, message: string]>([
  [
    'weights of other endpoints',
    { balance: balanceOver(['http://127.0.0.1:1'], [1, 1]) },
    '1 endpoints have 2',
  ],
  ['no endpoint', { balance: balanceOver([], []) }, 'at least one endpoint'],
  [
    'a pool that tunes itself',
    {
      balance: balanceOver(['http://127.0.0.1:1'], [1]),
      tuning: { mode: 'apply', bounds: DEFAULT_BOUNDS, safeIdleTimeoutMs: 'from-hint', everyMs: 20 },
    },
    'do not tune themselves',
  ],
])('%s are refused', async (_what, task, message) => {
  const run = runTask('http://127.0.0.1:1', { ...dueAt(0), ...task })
  await expect(run.result()).rejects.toThrow(message)
})
