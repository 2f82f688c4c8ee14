import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Report } from '../../models/report/report.ts'
import { createCertificate } from '../target/certificate.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import {
  commandLineOf,
  type Ended,
  endAllProcesses,
  kneepoint,
  KneepointProcess,
  untilGone,
} from './kneepoint-process.fixture.ts'
import { descendantsOf } from '../benchmarks/kill/process-tree.ts'
import { scenarioText, type StoredRun, Workshop } from './small-scenario.fixture.ts'

const RUN_INVALID = 91

// Whole processes with load in them: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop
const servers: Server[] = []
const sockets = new Set<Socket>()

beforeAll(() => {
  workshop = new Workshop()
  workshop.write('small.ts', scenarioText())
})

afterEach(async () => {
  await endAllProcesses()
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

afterAll(() => workshop.remove())

async function listening(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

async function runAgainst(url: string, folder: string, ...more: readonly string[]): Promise<Ended> {
  const ended = await kneepoint(
    ['small.ts', '--quick', '--target', url, '--runs', folder, ...more],
    workshop.path,
  )
  expect(ended.stderr).not.toContain('internal error')
  return ended
}

describe('a target that cannot be used ends the run with 91', () => {
  test('where nothing listens', async () => {
    const server = await AnsweringServer.start()
    const { url } = server
    await server.die()
    const ended = await runAgainst(url, 'refused', '--json')
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toContain(
      `target ${url} cannot be used: nothing listens there; start it, or correct`,
    )
    const report = JSON.parse(ended.stdout) as Report
    expect(report.verdict.verdict).toBe('INCOMPLETE')
    expect(report.recommendation).toBeNull()
  })

  test('where something other than HTTP answers', async () => {
    const port = await listening(createServer((socket) => socket.end('220 mail.example ESMTP ready\r\n')))
    const ended = await runAgainst(`http://127.0.0.1:${port}`, 'not-http')
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toContain(`http://127.0.0.1:${port}`)
    expect(ended.stderr).toMatch(/is not HTTP\/1\.1|closed the connection/)
  })

  test('where plain text is spoken and TLS was asked for', async () => {
    const server = await AnsweringServer.start()
    const url = server.url.replace('http:', 'https:')
    const ended = await runAgainst(url, 'plain')
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toContain(url)
    expect(ended.stderr).toMatch(/does not speak TLS|is it TLS/)
    await server.die()
  })

  test('where TLS is spoken and plain text was sent', async () => {
    const { key, cert } = await createCertificate('ecdsa')
    const port = await listening(createTlsServer({ key, cert }).on('tlsClientError', () => {}))
    const ended = await runAgainst(`http://127.0.0.1:${port}`, 'tls')
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toMatch(/is it TLS|is not HTTP\/1\.1|closed the connection/)
  })

  test('where its certificate is not trusted, unless that is said to be fine', async () => {
    const { key, cert } = await createCertificate('ecdsa')
    const port = await listening(createTlsServer({ key, cert }).on('tlsClientError', () => {}))
    const ended = await runAgainst(`https://127.0.0.1:${port}`, 'untrusted')
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toContain('--insecure')
  })

  test('where no answer comes', async () => {
    const scenario = workshop.write('impatient.ts', scenarioText({ more: 'requestTimeoutMs: 1000,' }))
    const port = await listening(createServer(() => {}))
    const ended = await kneepoint(
      [scenario, '--quick', '--target', `http://127.0.0.1:${port}`, '--runs', 'silent'],
      workshop.path,
    )
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toContain('did not answer in time')
  })
})

describe('a target that dies in the middle ends the run with 91', () => {
  test("the user's own, in the sweep", async () => {
    const server = await AnsweringServer.start()
    const { url } = server
    const process = new KneepointProcess(
      ['small.ts', '--quick', '--target', url, '--runs', 'died'],
      workshop.path,
    )
    const run = await process.until('a step of the sweep is done', () => sweeping('died'))
    const children = descendantsOf(process.pid)
    await server.die()
    const ended = await process.ended
    await untilGone(children)
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toContain(`target ${url} cannot be used: nothing listens there`)
    keepsWhatWasMeasured(run)
  })

  test('the built-in one, in the sweep', async () => {
    const process = new KneepointProcess(['small.ts', '--quick', '--runs', 'shot'], workshop.path)
    const run = await process.until('a step of the sweep is done', () => sweeping('shot'))
    const children = descendantsOf(process.pid)
    globalThis.process.kill(shopAmong(children), 'SIGKILL')
    const ended = await process.ended
    await untilGone(children)
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toContain('the built-in target ended (SIGKILL) in the middle of the run')
    keepsWhatWasMeasured(run)
  })

  test('the built-in one, in the simulation', async () => {
    const scenario = workshop.write('week.ts', scenarioText({ arrivals: 'week({ meanRate: 20 })' }))
    const process = new KneepointProcess([scenario, '--quick', '--runs', 'week'], workshop.path)
    // The simulation of twelve million requests follows the fit and takes many seconds.
    const run = await process.until('the fit is done', () => {
      const run = workshop.onlyRun('week')
      return run?.state('fit') === 'done' ? run : null
    })
    const children = descendantsOf(process.pid)
    globalThis.process.kill(shopAmong(children), 'SIGKILL')
    const ended = await process.ended
    await untilGone(children)
    expect(ended.code).toBe(RUN_INVALID)
    expect(ended.stderr).toContain('the built-in target ended (SIGKILL) in the middle of the run')
    expect(run.record.stages).toEqual({ probe: 'done', sweep: 'done', profile: 'done', fit: 'done' })
  })

  function sweeping(folder: string): StoredRun | null {
    const run = workshop.onlyRun(folder)
    return run?.state('sweep') === 'partial' ? run : null
  }

  function keepsWhatWasMeasured(run: StoredRun): void {
    expect(run.record.stages).toEqual({ probe: 'done', sweep: 'partial' })
    expect(run.artifact('sweep').steps.length).toBeGreaterThan(0)
    expect(run.text('report.txt')).toContain('INCOMPLETE')
    expect(run.files.filter((name) => name.endsWith('.tmp'))).toEqual([])
  }
})

function shopAmong(pids: readonly number[]): number {
  const shop = pids.find((pid) => commandLineOf(pid).includes('shop-process'))
  if (shop === undefined) throw new Error('there is no shop')
  return shop
}
