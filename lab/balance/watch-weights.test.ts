import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { type WeightWatch, watchWeights } from './watch-weights.ts'

const servers: Server[] = []
const watches: WeightWatch[] = []

afterEach(() => {
  for (const watch of watches.splice(0)) watch.stop()
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function serve(
  answer: (response: ServerResponse) => void,
  port = 0,
): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    expect(request.url).toBe('/weight')
    answer(response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  return { server, port: (server.address() as { port: number }).port }
}

/** Watches, and resolves each promise of `next` when weights have changed. */
async function watch(ports: readonly number[], timeoutMs = 1000) {
  const changes: (readonly number[])[] = []
  const waiting: (() => void)[] = []
  const sources = ports.map((port) => ({ origin: `http://127.0.0.1:${port}`, ca: null, insecure: false }))
  const watched = await watchWeights(sources, {
    everyMs: 5,
    timeoutMs,
    onChange: (weights) => {
      changes.push(weights)
      for (const look of waiting.splice(0)) look()
    },
  })
  watches.push(watched)
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { watched, changes, until }
}

test('weights are known from the start, and told again when they change', async () => {
  let weight = 10
  const first = await serve((response) => response.end(JSON.stringify({ weight })))
  const second = await serve((response) => response.end('{"weight":100}'))
  const { watched, changes, until } = await watch([first.port, second.port])
  expect(watched.weights).toEqual([10, 100])
  weight = 60
  await until(() => watched.weights[0] === 60)
  expect(changes).toEqual([[60, 100]])
})

test('one connection is enough for each', async () => {
  let connections = 0
  let asked = 0
  const { server, port } = await serve((response) => response.end(`{"weight":${++asked % 100}}`))
  server.on('connection', () => connections++)
  const { until } = await watch([port])
  await until(() => asked > 10)
  expect(connections).toBe(1)
})

test('an instance that is gone has no weight, and has one again when it is back', async () => {
  const { server, port } = await serve((response) => response.end('{"weight":100}'))
  const { watched, until } = await watch([port])
  server.close()
  server.closeAllConnections()
  await until(() => watched.weights[0] === 0)
  await serve((response) => response.end('{"weight":35}'), port)
  await until(() => watched.weights[0] === 35)
  expect(watched.weights).toEqual([35])
})

test.each<[what: string, answer: (response: ServerResponse) => void, weight: number]>([
  ['another status', (response) => response.writeHead(404).end('{"weight":100}'), 0],
  ['what is no JSON', (response) => response.end('full'), 0],
  ['no weight', (response) => response.end('null'), 0],
  ['a weight that is no number', (response) => response.end('{"weight":"100"}'), 0],
  ['a negative weight', (response) => response.end('{"weight":-5}'), 0],
  ['a weight beyond 100', (response) => response.end('{"weight":500}'), 100],
  ['a very long answer', (response) => response.end(' '.repeat(100_000)), 0],
  ['a connection cut short', (response) => response.socket?.destroy(), 0],
  ['no answer', () => {}, 0],
])('an instance that gives %s is told from one that gives its weight', async (_what, answer, weight) => {
  const { port } = await serve(answer)
  const { watched } = await watch([port], 100)
  expect(watched.weights).toEqual([weight])
})

test('nobody is asked after the stop: its connection is closed', async () => {
  let asked = 0
  const { server, port } = await serve((response) => response.end(`{"weight":${++asked % 100}}`))
  const closed = new Promise<void>((resolve) => {
    server.on('connection', (socket) => socket.once('close', () => resolve()))
  })
  const { watched, changes, until } = await watch([port])
  await until(() => asked > 3)
  watched.stop()
  const told = changes.length
  await closed
  expect(changes).toHaveLength(told)
})
