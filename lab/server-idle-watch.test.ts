import { afterEach, expect, test } from 'vitest'
import { endpointAt, GET } from '../workers/pool-client.fixture.ts'
import { OK, type Script, ScriptedServer, until } from '../workers/scripted-server.fixture.ts'
import { ServerIdleWatch } from './server-idle-watch.ts'

let server: ScriptedServer
let watch: ServerIdleWatch

async function start(script: Script): Promise<void> {
  server = await ScriptedServer.start(script)
  watch = new ServerIdleWatch(endpointAt(server.origin), GET)
}

afterEach(async () => {
  watch.close()
  await server.stop()
})

test('sends one request and leaves the connection alone', async () => {
  await start((_request, socket) => socket.write(OK))
  await until('the connection is idle', () => watch.read().openForMs > 20)
  expect(watch.read().closedAfterMs).toBeNull()
  expect(server.seen).toHaveLength(1)
  expect(server.open).toBe(1)
  const before = watch.read().openForMs
  await until('time passes', () => watch.read().openForMs > before)
})

test('sees when the server closes it, and how long it had been idle', async () => {
  await start((_request, socket) => socket.write(OK))
  await until('the connection is idle', () => watch.read().openForMs > 20)
  server.sockets[0]?.end()
  await until('it is closed', () => watch.read().closedAfterMs !== null)
  const { closedAfterMs, openForMs } = watch.read()
  expect(closedAfterMs).toBeGreaterThan(20)
  expect(openForMs).toBe(closedAfterMs)
})

test('says nothing of a connection that never carried an answer', async () => {
  await start((_request, socket) => socket.destroy())
  await until('it is gone', () => server.seen.length === 1 && server.open === 0)
  expect(watch.read()).toEqual({ closedAfterMs: null, openForMs: 0 })
})

test('closes its connection', async () => {
  await start((_request, socket) => socket.write(OK))
  await until('the connection is idle', () => watch.read().openForMs > 0)
  watch.close()
  await until('it is closed', () => server.open === 0)
  expect(watch.read().closedAfterMs).toBeNull()
})
