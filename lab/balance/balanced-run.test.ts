import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LoadOrder } from '../../workers/messages.ts'
import { endpointAt } from '../../workers/pool-client.fixture.ts'
import type { InstanceHandle } from '../target/started-builtin.ts'
import { BalancedRun, type BalancedRunOptions } from './balanced-run.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function instance(port: number, start: () => Promise<void> = async () => {}): InstanceHandle {
  return { origin: `https://127.0.0.1:${port}`, stop: async () => {}, start }
}

async function open(options: Partial<BalancedRunOptions> = {}) {
  const run = await BalancedRun.open({
    instances: [instance(1), instance(2)],
    endpoint: { ...endpointAt('https://shop.test'), ca: 'PEM', pathPrefix: '/v1' },
    weights: 'equal',
    restart: { afterMs: 100, pauseMs: 50 },
    signal: new AbortController().signal,
    ...options,
  })
  const orders: LoadOrder[] = []
  return { run, orders, begin: () => run.begin({ order: (order) => orders.push(order) }) }
}

test('each instance is an endpoint, reached as the target is', async () => {
  const { run } = await open()
  expect(run.balance.weights).toEqual([1, 1])
  expect(run.balance.endpoints.map(({ origin, ca, pathPrefix }) => [origin, ca, pathPrefix])).toEqual([
    ['https://127.0.0.1:1', 'PEM', '/v1'],
    ['https://127.0.0.1:2', 'PEM', '/v1'],
  ])
})

test('a restart begins some time after the load, and may end it', async () => {
  const { run, orders, begin } = await open({ restart: { afterMs: 100, pauseMs: 50, endsLoadAfterMs: 30 } })
  begin()
  await vi.advanceTimersByTimeAsync(179)
  expect(orders).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(orders).toEqual([{ kind: 'finish' }])
  const { events, restartedInTime, weightChanges } = await run.end()
  expect(events.map(({ instance, event, atEpochMs }) => [instance, event, atEpochMs])).toEqual([
    [0, 'stopping', 100],
    [0, 'stopped', 100],
    [0, 'started', 100],
    [1, 'stopping', 150],
    [1, 'stopped', 150],
    [1, 'started', 150],
  ])
  expect([restartedInTime, weightChanges]).toEqual([true, []])
})

test('a restart that is not over when the load is goes on to its end, and says so', async () => {
  const { run, begin } = await open()
  begin()
  await vi.advanceTimersByTimeAsync(120)
  const outcome = run.end()
  await vi.advanceTimersByTimeAsync(100)
  const { events, restartedInTime } = await outcome
  expect([events.length, restartedInTime]).toEqual([6, false])
})

test('an instance that does not start again is told of at the end', async () => {
  const failing = instance(2, () => Promise.reject(new Error('port 2 is taken')))
  const { run, begin } = await open({ instances: [instance(1), failing] })
  begin()
  await vi.advanceTimersByTimeAsync(1000)
  await expect(run.end()).rejects.toThrow('port 2 is taken')
})

test('closed, it does nothing more to any instance', async () => {
  const started: number[] = []
  const instances = [1, 2].map((port) => instance(port, async () => void started.push(port)))
  const { run, begin } = await open({ instances })
  begin()
  await vi.advanceTimersByTimeAsync(120)
  await run.close()
  await vi.advanceTimersByTimeAsync(1000)
  expect(started).toEqual([1])
  expect(vi.getTimerCount()).toBe(0)
})

test('without a restart there is nothing to wait for', async () => {
  const { run, begin } = await open({ restart: null })
  begin()
  expect(await run.end()).toEqual({ events: [], weightChanges: [], restartedInTime: null })
})
