import { afterEach, describe, expect, test } from 'vitest'
import { endpointAt, GET } from '../../workers/pool-client.fixture.ts'
import { OK, type Script, ScriptedServer, until } from '../../workers/scripted-server.fixture.ts'
import { CERTIFICATE, CERTIFICATE_KEY } from '../../workers/undici/certificate.fixture.ts'
import type { LineEnd, ProbeAnswer, ProbeLine } from './probe-line.ts'
import { socketLines } from './socket-line.ts'

let server: ScriptedServer | null = null

afterEach(async () => {
  await server?.stop()
  server = null
})

class Heard {
  opened = 0
  failed: Error | null = null
  readonly answers: ProbeAnswer[] = []
  readonly ends: LineEnd[] = []
}

async function lineTo(script: Script, { tls = false, method = 'GET' } = {}): Promise<[ProbeLine, Heard]> {
  server = await ScriptedServer.start(script, tls ? { cert: CERTIFICATE, key: CERTIFICATE_KEY } : null)
  const endpoint = { ...endpointAt(server.origin), ca: tls ? CERTIFICATE : null }
  return open(endpoint, method)
}

async function open(endpoint: ReturnType<typeof endpointAt>, method = 'GET'): Promise<[ProbeLine, Heard]> {
  const heard = new Heard()
  const line = socketLines(endpoint, { ...GET, method })({
    opened: () => heard.opened++,
    failed: (error) => {
      heard.failed = error
    },
    answered: (answer) => heard.answers.push(answer),
    ended: (end) => heard.ends.push(end),
  })
  await until('it is open or has failed', () => heard.opened > 0 || heard.failed !== null)
  return [line, heard]
}

async function answers(line: ProbeLine, heard: Heard): Promise<ProbeAnswer> {
  const before = heard.answers.length
  line.send()
  await until('it is answered', () => heard.answers.length > before)
  return heard.answers[before] as ProbeAnswer
}

describe.each([{ tls: false }, { tls: true }])('a line (%j)', (how) => {
  test('carries one request after the other', async () => {
    const [line, heard] = await lineTo((_request, socket) => socket.write(OK), how)
    const first = await answers(line, heard)
    expect(first).toMatchObject({ status: 200, httpVersion: '1.1', keeps: true })
    expect(first.firstByteMs).toBeGreaterThan(0)
    expect(first.durationMs).toBeGreaterThanOrEqual(first.firstByteMs)
    await answers(line, heard)
    expect(server?.seen.map(({ connection, position }) => [connection, position])).toEqual([
      [0, 0],
      [0, 1],
    ])
    line.close()
    await until('it is closed', () => server?.open === 0)
    expect(heard.ends).toEqual([])
  })

  test('hears a FIN while it is idle', async () => {
    const [line, heard] = await lineTo((_request, socket) => socket.write(OK), how)
    await answers(line, heard)
    server?.sockets[0]?.end()
    await until('it has ended', () => heard.ends.length > 0)
    expect(heard.ends).toEqual(['fin'])
  })

  test('hears the end of the connection in place of an answer', async () => {
    const [line, heard] = await lineTo((_request, socket) => socket.end(), how)
    line.send()
    await until('it has ended', () => heard.ends.length > 0)
    expect([heard.ends, heard.answers]).toEqual([['closed-on-use'], []])
  })
})

describe('a line', () => {
  test('tells a RST from a FIN, idle or not', async () => {
    let requests = 0
    const [line, heard] = await lineTo((_request, socket) => {
      if (requests++ === 0) socket.write(OK)
      else socket.resetAndDestroy()
    })
    await answers(line, heard)
    line.send()
    await until('it has ended', () => heard.ends.length > 0)
    expect(heard.ends).toEqual(['reset-on-use'])
    requests = 0
    const [other, heardThere] = await open(endpointAt(server?.origin ?? ''))
    await answers(other, heardThere)
    server?.sockets[1]?.resetAndDestroy()
    await until('it has ended', () => heardThere.ends.length > 0)
    expect(heardThere.ends).toEqual(['reset'])
  })

  test('hears what nobody asked for as such', async () => {
    const [line, heard] = await lineTo((_request, socket) => socket.write(OK))
    await answers(line, heard)
    server?.sockets[0]?.end('HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
    await until('it has ended', () => heard.ends.length > 0)
    expect(heard.ends).toEqual(['unasked'])
  })

  test.each<[string, string, string, boolean]>([
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok', '1.0', false],
    [
      'HTTP/1.0 that keeps',
      'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 0\r\n\r\n',
      '1.0',
      true,
    ],
    ['Connection: close', 'HTTP/1.1 404 No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', '1.1', false],
  ])('says whether the connection is kept: %s', async (_what, response, httpVersion, keeps) => {
    const [line, heard] = await lineTo((_request, socket) => socket.write(response))
    expect(await answers(line, heard)).toMatchObject({ httpVersion, keeps })
    line.close()
    expect(heard.ends).toEqual([])
  })

  test('takes the headers along', async () => {
    const response = 'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=99\r\ncontent-length: 0\r\n\r\n'
    const [line, heard] = await lineTo((_request, socket) => socket.write(response))
    expect((await answers(line, heard)).headers['keep-alive']).toBe('timeout=5, max=99')
    line.close()
  })

  test('expects no body after a HEAD', async () => {
    const [line, heard] = await lineTo(
      (_request, socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n'),
      { method: 'HEAD' },
    )
    expect(await answers(line, heard)).toMatchObject({ status: 200, keeps: true })
    line.close()
  })

  test('does not take for an answer what is none', async () => {
    const [line, heard] = await lineTo((_request, socket) => socket.write('220 ready\r\n'))
    line.send()
    await until('it has ended', () => heard.ends.length > 0)
    expect(heard.ends).toEqual(['malformed'])
  })

  test('says nothing any more once it is closed, not even that it could not be opened', async () => {
    server = await ScriptedServer.start((_request, socket) => socket.write(OK))
    const heard: string[] = []
    const open = socketLines(endpointAt(server.origin), GET)
    const hear = (name: string) => ({
      opened: () => heard.push(`${name} opened`),
      failed: () => heard.push(`${name} failed`),
      answered: () => {},
      ended: () => heard.push(`${name} ended`),
    })
    open(hear('first')).close()
    const second = open(hear('second'))
    await until('the one opened after it is open', () => heard.length > 0)
    await new Promise(setImmediate)
    expect(heard).toEqual(['second opened'])
    second.close()
  })

  test('fails where nothing listens', async () => {
    const gone = await ScriptedServer.start(() => {})
    const endpoint = endpointAt(gone.origin)
    await gone.stop()
    const [, heard] = await open(endpoint)
    expect(heard.failed).toMatchObject({ code: 'ECONNREFUSED' })
  })
})
