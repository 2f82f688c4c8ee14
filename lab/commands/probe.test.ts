import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { OK, ScriptedServer, until } from '../../workers/scripted-server.fixture.ts'
import { Interrupted } from '../interrupted.ts'
import type { ProbeDocument } from '../probe/probe-document.ts'
import { UnusableRun } from '../unusable-run.ts'
import { UsageError } from '../usage-error.ts'
import { probeCommand, type ProbeCommandFlags } from './probe.ts'

const INTERRUPTED = 105
/** Visits of four requests each, the first of which is not counted, and a connection with four more. */
const REQUESTS_FOR_COSTS = 13 * 4 + 4
const FLAGS: ProbeCommandFlags = { header: [], race: true, insecure: false, allow: [], json: true }

let printed = ''
const stops: Array<() => void> = []

beforeEach(() => {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
})

afterEach(() => {
  vi.restoreAllMocks()
  for (const stop of stops.splice(0)) stop()
})

/** Node's own server; when it closes is its own timers' business, about as it was told or a second later. */
async function serve(
  keepAliveTimeoutMs: number,
  onRequest: () => void = () => {},
  onStarted: (stop: () => void) => void = () => {},
): Promise<string> {
  const server: Server = createServer((_request, response) => {
    onRequest()
    response.end('ok')
  })
  server.keepAliveTimeout = keepAliveTimeoutMs
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const stop = (): void => {
    server.closeAllConnections()
    server.close()
  }
  stops.push(stop)
  onStarted(stop)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

function probe(url: string, flags: Partial<ProbeCommandFlags> = {}, signal = new AbortController().signal) {
  return probeCommand(url, { ...FLAGS, ...flags }, signal)
}

function document(): ProbeDocument {
  expect(printed.trim().split('\n')).toHaveLength(1)
  return JSON.parse(printed) as ProbeDocument
}

describe('kneepoint probe', () => {
  test('finds the idle timeout of a real server, meets its close, and says what is safe', async () => {
    const url = await serve(300)
    expect(await probe(url, { connections: '16', upTo: '10s' })).toBe(0)
    const { costs, idleTimeout, race, clients } = document()
    expect(costs).toMatchObject({ status: 200, httpVersion: '1.1', reuses: true, tls: null })
    expect(idleTimeout).toMatchObject({ closedBy: 'fin', ended: 'found', capMs: 10_000, connections: 16 })
    const closedMs = idleTimeout?.interval.closedMs ?? 0
    expect(closedMs).toBeGreaterThan(100)
    expect(closedMs).toBeLessThan(10_000)
    expect(idleTimeout?.seenCloses?.shortestMs).toBe(closedMs)
    expect(idleTimeout?.hint.timeoutMs).toBe(0)
    expect(race?.outcomes.length).toBeGreaterThan(0)
    expect((race?.sent ?? 0) + (race?.counts.fresh ?? 0)).toBe(race?.outcomes.length)
    const go = clients.find(({ client }) => client === 'go-net-http')
    expect(go?.byDefault.verdict).toBe('unsafe')
    expect(go?.setting?.ms).toBeLessThan(closedMs)
    expect(clients.find(({ client }) => client === 'node-http-agent')?.byDefault.verdict).toBe('no-reuse')
  })

  test('says how long connections were open where none was closed', async () => {
    const url = await serve(60_000)
    expect(await probe(url, { connections: '8', upTo: '300ms', client: 'go-net-http', json: false })).toBe(0)
    expect(printed).toMatch(/^idle timeout still open after \d+/m)
    expect(printed.replace(/\s+/g, ' ')).toContain('as long as they were watched (up to 300 ms)')
    expect(printed).toMatch(/^Go net\/http +90 s +not safe/m)
  })

  test('does not wait for a server that keeps no connection', async () => {
    const server = await ScriptedServer.start((_request, socket) =>
      socket.end('HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'),
    )
    stops.push(() => void server.stop())
    expect(await probe(server.origin)).toBe(0)
    const { costs, idleTimeout, race, clients } = document()
    expect(costs).toMatchObject({ reuses: false, httpVersion: '1.0', reusedResponse: null })
    expect([idleTimeout, race]).toEqual([null, null])
    expect(clients.every(({ setting }) => setting === null)).toBe(true)
  })

  test('prints what is known when it is interrupted, and ends with 105', async () => {
    let requests = 0
    const url = await serve(60_000, () => requests++)
    const controller = new AbortController()
    const code = probe(url, { connections: '64' }, controller.signal)
    await until('connections are idle', () => requests >= REQUESTS_FOR_COSTS + 64)
    controller.abort(new Interrupted())
    expect(await code).toBe(INTERRUPTED)
    const { ended, idleTimeout, race } = document()
    expect([ended, idleTimeout?.ended, race]).toEqual(['interrupted', 'interrupted', null])
    expect(idleTimeout?.interval.closedMs).toBeNull()
  })

  test('is interrupted without a word before anything is known', async () => {
    const silent = await ScriptedServer.start(() => {})
    stops.push(() => void silent.stop())
    const controller = new AbortController()
    const code = probe(silent.origin, {}, controller.signal)
    const refusal = expect(code).rejects.toThrow(Interrupted)
    await until('it is asked', () => silent.seen.length > 0)
    controller.abort(new Interrupted())
    await refusal
    expect(printed).toBe('')
  })

  test('does not take the end of a target for its idle timeout', async () => {
    let stop = (): void => {}
    let requests = 0
    const url = await serve(
      60_000,
      () => requests++,
      (end) => (stop = end),
    )
    const refusal = expect(probe(url)).rejects.toThrow('as it went away: that is not its idle timeout')
    await until('connections are idle', () => requests >= REQUESTS_FOR_COSTS + 32)
    stop()
    await refusal
    expect(printed).toBe('')
  })

  test('says so when a target keeps no connections beside one another', async () => {
    const few: ScriptedServer = await ScriptedServer.start((_request, socket) => {
      const isOneOfMany = few.seen.length > REQUESTS_FOR_COSTS && few.seen.length <= REQUESTS_FOR_COSTS + 32
      socket.write(isOneOfMany ? OK.replace('\r\n', '\r\nconnection: close\r\n') : OK)
    })
    stops.push(() => void few.stop())
    await expect(probe(few.origin)).rejects.toThrow('kept none of 32 at once: try fewer (--connections)')
  })

  test('says why a target cannot be used', async () => {
    const gone = await ScriptedServer.start(() => {})
    const { origin } = gone
    await gone.stop()
    await expect(probe(origin)).rejects.toThrow(UnusableRun)
    await expect(probe(origin)).rejects.toThrow('nothing listens there')
  })

  test('refuses what cannot be done', async () => {
    await expect(probe('http://127.0.0.1:1/', { upTo: 'long' })).rejects.toThrow(UsageError)
  })
})
