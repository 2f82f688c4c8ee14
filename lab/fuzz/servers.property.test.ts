import type { Socket } from 'node:net'
import * as fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Driver } from '../../workers/connection.ts'
import { errorKind } from '../../workers/error-kind.ts'
import { GET, POST, RETRY_IDEMPOTENT } from '../../workers/pool-client.fixture.ts'
import { cleanUp, clientOf, serve } from '../../workers/pool-workbench.fixture.ts'
import { OK } from '../../workers/scripted-server.fixture.ts'
import { mutations, validResponses } from '../../workers/wire/response-streams.arbitrary.ts'
import { fetchText } from '../telemetry/fetch-text.ts'
import { TelemetryError } from '../telemetry/target-telemetry.ts'
import { FUZZ_TIMEOUT_MS, fuzzRuns } from './fuzz-runs.fixture.ts'

afterEach(cleanUp)

const drivers: readonly Driver[] = ['undici', 'wire']

/** What a server may make of an answer: some changes, in two pieces, and then FIN or RST. */
const badAnswer = fc.record({
  response: validResponses('all').filter(({ method }) => method !== 'HEAD'),
  changes: fc.array(mutations, { minLength: 1, maxLength: 3 }),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
  isReset: fc.boolean(),
})

const hostileHeads: readonly string[] = [
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok!',
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nx',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: xchunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\nok',
  'HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\nok',
  `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1 << 20)}\r\n\r\n`,
  `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(100_000)}\r\n`,
  'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000),
  'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfake',
]

// A server may close a connection right after a whole answer: what was sent on it meanwhile is sent again.
describe.each(drivers)('the driver %s', (driver) => {
  test(
    'takes what a server makes of an answer, or fails with a kind of error that is known',
    async () => {
      let answer: (socket: Socket) => void = () => {}
      const server = await serve(({ path }, socket) => {
        socket.on('error', () => {})
        if (path === '/bad') answer(socket)
        else socket.write(OK)
      })
      const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT }, driver)
      await fc.assert(
        fc.asyncProperty(badAnswer, async ({ response, changes, cut, isReset }) => {
          const bytes = changes.reduce((before, change) => change(before), response.bytes)
          const middle = Math.floor(cut * bytes.length)
          answer = (socket) => {
            socket.write(bytes.subarray(0, middle))
            socket.write(bytes.subarray(middle), () => {
              if (isReset) socket.resetAndDestroy()
              else socket.end()
            })
          }
          const failed = await client.send({ ...POST, path: '/bad' }).then(
            () => null,
            (error: unknown) => error,
          )
          if (failed !== null) {
            expect(failed).toBeInstanceOf(Error)
            expect(errorKind(failed as Error)).not.toBe('other')
          }
          expect(await client.send(GET)).toEqual({ status: 200, body: 'ok' })
          expect(client.pool.machine.busy).toBe(0)
        }),
        { numRuns: fuzzRuns(60) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test.each(hostileHeads.map((text) => ({ text })))('is not led astray by $text', async ({ text }) => {
    const server = await serve(({ path }, socket) => {
      socket.on('error', () => {})
      if (path === '/bad') socket.end(text)
      else socket.write(OK)
    })
    const client = clientOf(server, {}, { staleRetry: RETRY_IDEMPOTENT }, driver)
    await client
      .send({ ...POST, path: '/bad' })
      .catch((error: unknown) => expect(error).toBeInstanceOf(Error))
    for (let i = 0; i < 3; i++) expect(await client.send(GET)).toEqual({ status: 200, body: 'ok' })
  })
})

test('a page of metrics without an end is given up', async () => {
  const line = 'metric_total 1\n'.repeat(5000)
  let sent = 0
  const server = await serve((_request, socket) => {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const pour = (): void => {
      if (socket.destroyed) return
      sent += line.length
      socket.write(line, pour)
    }
    pour()
  })
  const page = fetchText(`${server.origin}/metrics`, 'text/plain', new AbortController().signal)
  await expect(page).rejects.toThrow(TelemetryError)
  await expect(page).rejects.toThrow('more than 8 MiB')
  expect(sent).toBeLessThan(64 * 2 ** 20)
})
