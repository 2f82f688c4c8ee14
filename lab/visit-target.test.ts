import { afterEach, describe, expect, test } from 'vitest'
import { endpointAt, GET } from '../workers/pool-client.fixture.ts'
import { OK, type Script, ScriptedServer, until } from '../workers/scripted-server.fixture.ts'
import { UnusableRun } from './unusable-run.ts'
import { explainFailure, visitTarget } from './visit-target.ts'

const servers: ScriptedServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(script)
  servers.push(server)
  return server
}

describe('a visit', () => {
  test('sends so many requests on one connection, and closes it', async () => {
    const server = await serve((_request, socket) => socket.write(OK))
    const visit = await visitTarget(endpointAt(server.origin), GET, 4)
    expect(server.seen.map(({ connection, position }) => [connection, position])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
    ])
    expect(visit.exchanges).toHaveLength(4)
    expect(visit.exchanges.every(({ closes, hintMs }) => !closes && hintMs === null)).toBe(true)
    expect(visit.tls).toBeNull()
    expect(visit.dialMs).toBeGreaterThan(0)
    await until('the connection is closed', () => server.open === 0)
  })

  test('reads the hint of the server', async () => {
    const server = await serve((_request, socket) =>
      socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=7\r\ncontent-length: 0\r\n\r\n'),
    )
    const { exchanges } = await visitTarget(endpointAt(server.origin), GET, 2)
    expect(exchanges.map(({ hintMs }) => hintMs)).toEqual([7000, 7000])
  })

  test.each([
    ['Connection: close', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok'],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nok'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nok'],
  ])('ends after one response with %s, which closes the connection', async (_how, response) => {
    const server = await serve((_request, socket) => socket.end(response))
    const { exchanges } = await visitTarget(endpointAt(server.origin), GET, 4)
    expect(exchanges.map(({ closes }) => closes)).toEqual([true])
    expect(server.seen).toHaveLength(1)
  })

  test.each<[string, Script, RegExp]>([
    ['speaks another protocol', (_request, socket) => socket.end('220 ready\r\n'), /is not HTTP\/1\.1/],
    ['ends without an answer', (_request, socket) => socket.end(), /without an answer/],
    [
      'ends in the middle',
      (_request, socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok'),
      /./,
    ],
  ])('says why a target cannot be used that %s', async (_how, script, why) => {
    const server = await serve(script)
    const error = await visitTarget(endpointAt(server.origin), GET, 1).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    )
    expect(error).toBeInstanceOf(UnusableRun)
    expect(error?.message).toContain(`target ${server.origin} cannot be used: `)
    expect(error?.message).toMatch(why)
    await until('the connection is closed', () => server.open === 0)
  })

  test('ends with the reason of its signal, and closes the connection, while no answer comes', async () => {
    const server = await serve(() => {})
    const controller = new AbortController()
    const visit = visitTarget(endpointAt(server.origin), GET, 1, controller.signal)
    const refusal = expect(visit).rejects.toThrow('enough')
    await until('the request has come', () => server.seen.length === 1)
    controller.abort(new Error('enough'))
    await refusal
    await until('the connection is closed', () => server.open === 0)
  })

  test('ends with the reason of its signal while the connection is being opened', async () => {
    const server = await serve((_request, socket) => socket.write(OK))
    const controller = new AbortController()
    const visit = visitTarget(endpointAt(server.origin), GET, 1, controller.signal)
    controller.abort(new Error('enough'))
    await expect(visit).rejects.toThrow('enough')
    expect(server.seen).toEqual([])
  })

  test('says why a target cannot be used that is not there', async () => {
    const server = await ScriptedServer.start(() => {})
    const { origin } = server
    await server.stop()
    await expect(visitTarget(endpointAt(origin), GET, 1)).rejects.toThrow(
      `target ${origin} cannot be used: nothing listens there; start it, or correct the URL (refused)`,
    )
  })
})

test('a failure that nobody has explained is told as it is', () => {
  const text = explainFailure(endpointAt('http://127.0.0.1:1'), 'ERR_STRANGE', 'something strange')
  expect(text).toBe('target http://127.0.0.1:1 cannot be used: something strange (ERR_STRANGE)')
})
