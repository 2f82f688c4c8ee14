import { Readable } from 'node:stream'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { OK, type Script, ScriptedServer, until } from '../scripted-server.fixture.ts'
import type { AgentOptions } from './agent-options.ts'
import { NotingHandler } from './agent-workbench.fixture.ts'
import { KneeAgent } from './knee-agent.ts'

const faults = [
  'ok',
  'close',
  'http10',
  'hint',
  'reset',
  'half',
  'early',
  'garbage',
  'slow',
  'silent',
] as const

const misbehaving: Script = ({ path }, socket) => {
  const fault = path.split('/')[1] as (typeof faults)[number]
  if (fault === 'ok') socket.write(OK)
  else if (fault === 'close')
    socket.write('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok')
  else if (fault === 'http10') socket.end('HTTP/1.0 200 OK\r\n\r\nok')
  else if (fault === 'hint')
    socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 2\r\n\r\nok')
  else if (fault === 'reset') socket.resetAndDestroy()
  else if (fault === 'half') socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok')
  else if (fault === 'early') socket.end('HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n')
  else if (fault === 'garbage') socket.write(`${OK}unasked`)
  else if (fault === 'slow') setImmediate(() => socket.write(OK))
}

const optionsArbitrary: fc.Arbitrary<AgentOptions> = fc.record({
  idleTimeout: fc.constantFrom(1, 5, '60s' as const, Infinity),
  maxIdlePerHost: fc.constantFrom(0, 1, 2, Infinity),
  maxConnsPerHost: fc.constantFrom(1, 2, 3, Infinity),
  maxLifetime: fc.constantFrom(5, Infinity),
  maxRequestsPerConn: fc.constantFrom(1, 3, Infinity),
  waitTimeout: fc.constantFrom(0, 2, Infinity),
  maxWaiting: fc.constantFrom(0, 2, Infinity),
  pick: fc.constantFrom('lifo', 'fifo', 'first-created'),
  overflow: fc.constantFrom('close-returned', 'evict-oldest', 'close-first-created'),
  retryStale: fc.constantFrom('none', 'idempotent', 'all'),
})

const requestArbitrary = fc.record({
  fault: fc.constantFrom(...faults),
  method: fc.constantFrom('GET', 'HEAD', 'PUT', 'POST'),
  streamed: fc.boolean(),
  abort: fc.constantFrom('never', 'never', 'at-once', 'soon', 'at-head', 'at-data'),
  /** Waits for this one before the next is sent, unless it would wait for ever. */
  alone: fc.boolean(),
})

/** Gives up on its request at a moment that was chosen before, and notes whether it is told anything after its end. */
class FickleHandler extends NotingHandler {
  toldAfterEnd = 0
  readonly #abort: string

  constructor(abort: string) {
    super()
    this.#abort = abort
  }

  override onResponseStart(controller: Controller, status: number): void {
    this.#expectOpen()
    super.onResponseStart(controller, status)
    if (this.#abort === 'at-head') controller.abort(new Error('given up at the head'))
  }

  override onResponseData(controller: Controller, chunk: Buffer): void {
    this.#expectOpen()
    super.onResponseData(controller, chunk)
    if (this.#abort === 'at-data') controller.abort(new Error('given up at the body'))
  }

  #expectOpen(): void {
    if (this.ends > 0) this.toldAfterEnd++
  }
}

type Controller = NonNullable<NotingHandler['controller']>

test('on a server that does everything wrong, each request ends once, limits hold, and no socket is left', async () => {
  const server = await ScriptedServer.start(misbehaving)
  try {
    await fc.assert(
      fc.asyncProperty(
        optionsArbitrary,
        fc.array(requestArbitrary, { minLength: 1, maxLength: 20 }),
        fc.option(optionsArbitrary, { nil: null }),
        async (options, requests, later) => {
          const agent = new KneeAgent(options)
          const seenBefore = server.seen.length
          let opened = 0
          let mostOpen = 0
          let open = 0
          agent.on('connect', () => {
            opened++
            mostOpen = Math.max(mostOpen, ++open)
          })
          agent.on('disconnect', () => open--)
          const mostIdle = Math.max(options.maxIdlePerHost ?? Infinity, later?.maxIdlePerHost ?? 0)
          let tooManyIdle = 0
          const lookAtIdle = () => {
            if (counted(agent).idle > mostIdle) tooManyIdle++
          }
          agent.on('kneepoint:connection', lookAtIdle)
          const handlers: FickleHandler[] = []
          for (const [i, { fault, method, streamed, abort, alone }] of requests.entries()) {
            const hasBody = method === 'PUT' || method === 'POST'
            const handler = new FickleHandler(abort)
            handlers.push(handler)
            agent.dispatch(
              {
                origin: server.origin,
                path: `/${fault}/${i}`,
                method,
                ...(hasBody
                  ? { body: streamed ? Readable.from(['x']) : 'x', headers: { 'content-length': '1' } }
                  : {}),
              },
              handler,
            )
            if (abort === 'at-once') handler.controller?.abort(new Error('given up at once'))
            if (abort === 'soon') setImmediate(() => handler.controller?.abort(new Error('given up soon')))
            if (alone && fault !== 'silent' && handlers.every((_, k) => requests[k]?.fault !== 'silent'))
              await until('it has ended', () => handler.ends === 1)
            if (later !== null && i === requests.length >> 1) {
              const { maxConnsPerHost = Infinity, maxIdlePerHost = Infinity, idleTimeout = Infinity } = later
              agent.reconfigure({ maxConnsPerHost, maxIdlePerHost, idleTimeout })
            }
          }
          const counts = counted(agent)
          expect(counts.active + handlers.filter(({ ends }) => ends === 1).length).toBe(requests.length)
          const most = Math.max(options.maxConnsPerHost ?? Infinity, later?.maxConnsPerHost ?? 0)
          expect(counts.open).toBeLessThanOrEqual(most)
          const silent = requests.some(({ fault }) => fault === 'silent')
          if (silent) await agent.destroy()
          else await agent.close()
          await until('the server has none left', () => server.open === 0)

          for (const handler of handlers) {
            expect([handler.ends, handler.told[0], handler.toldAfterEnd]).toEqual([1, 'start', 0])
            expect(['end', 'error']).toContain(handler.told.at(-1))
          }
          expect(open).toBe(0)
          expect(mostOpen).toBeLessThanOrEqual(most)
          expect(tooManyIdle).toBe(0)
          const end = counted(agent)
          expect([end.active, end.pending]).toEqual([0, 0])
          expect(end.closes).toBeLessThanOrEqual(end.dials)
          expect(opened).toBeLessThanOrEqual(end.dials)
          const seen = server.seen.slice(seenBefore).map(({ path }) => path)
          for (const [i, { fault, method, streamed, abort }] of requests.entries()) {
            const sends = seen.filter((path) => path === `/${fault}/${i}`).length
            const hasBody = method === 'PUT' || method === 'POST'
            const repeats =
              options.retryStale !== 'none' && (options.retryStale === 'all' || method !== 'POST')
            expect(sends).toBeLessThanOrEqual(repeats && !(hasBody && streamed) ? 2 : 1)
            if (abort === 'at-once') expect(sends).toBeLessThanOrEqual(1)
            if (fault === 'early' || fault === 'reset') expect(handlers[i]?.error).not.toBe(null)
          }
        },
      ),
      { numRuns: 150, seed: 20_261_122 },
    )
  } finally {
    await server.stop()
  }
})

function counted(agent: KneeAgent) {
  const stats = agent.stats()
  const sum = (name: keyof typeof stats) =>
    stats[name].points.reduce((total, point) => total + ('value' in point ? point.value : 0), 0)
  const idle = stats['http.client.open_connections'].points.find(
    ({ attributes }) => attributes['http.connection.state'] === 'idle',
  )
  return {
    idle: idle?.value ?? 0,
    open: sum('http.client.open_connections'),
    active: sum('http.client.active_requests'),
    pending: sum('kneepoint.client.connection.pending_requests'),
    dials: sum('kneepoint.client.connection.dials'),
    closes: sum('kneepoint.client.connection.closes'),
  }
}
