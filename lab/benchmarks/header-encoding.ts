import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Pool } from '../../workers/undici/connection-undici.ts'
import { RequestPreparer } from '../../workers/undici/prepared-request.ts'
import { sendHeaders } from '../target/hooks/headers/request-headers.ts'
import { HEADER_MODES } from '../target/hooks/headers/response-headers.ts'
import { type HeaderServer, startHeaderServer } from '../target/hooks/headers/header-server.ts'
import { startNullTarget } from '../target/start-null-target.ts'
import { alignedTable } from './encoding/aligned-table.ts'
import { type Contestant, type ContestantCost, measureInterleaved } from './encoding/interleaved-rounds.ts'

/**
 * What it costs to make headers anew for each message, to lay them out once, and to use their arrays again: CPU time and
 * allocated memory of this process for each message, in turns. Run with
 * `node --import tsx lab/benchmarks/header-encoding.ts [rounds]`; the 7 rounds that it has without a number take some
 * 10 s.
 *
 * Responses are those of a server in this process, whose client is in it too and costs the same in every mode: what a
 * mode saves is the difference between two lines. Requests go to a server in a process of its own, and all that undici
 * does for them is in the figures. Ratios are to the first line.
 */
const ROUNDS = Number(process.argv[2] ?? 7)
const TIMES = 1_500
const CONNECTIONS = 16

const HEADERS = {
  accept: 'application/json',
  'accept-encoding': 'identity',
  authorization: 'Bearer 0123456789abcdef',
  'cache-control': 'no-cache',
  'content-type': 'application/json',
  'user-agent': 'kneepoint',
  'x-api-version': 'v1',
  'x-tenant': 'shop-17',
}
const ORDER = JSON.stringify({
  items: Array.from({ length: 24 }, (_, i) => ({ productId: `p-${i}`, quantity: i })),
})

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const REQUEST = Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
const ANSWER_END = Buffer.from('{"ok":true}')

await reportResponses()
await reportRequests()

async function reportResponses(): Promise<void> {
  const servers = await Promise.all([null, ...HEADER_MODES].map((mode) => startHeaderServer(mode)))
  const clients = await Promise.all(servers.map((server) => openClient(server)))
  const names = ['no headers of ours', ...HEADER_MODES]
  const contestants = clients.map((client, i): Contestant => ({
    name: names[i] ?? '',
    run: (times) => client.ask(times),
  }))
  report(
    'Twelve headers on each response',
    await measureInterleaved(contestants, { rounds: ROUNDS, times: TIMES }),
  )
  for (const client of clients) client.close()
  for (const server of servers) await server.close()
}

async function reportRequests(): Promise<void> {
  const target = await startNullTarget()
  const pool = new Pool(target.origin, { connections: CONNECTIONS, pipelining: 1 })
  try {
    const outgoing = HEADER_MODES.map((mode): Contestant => {
      const { send } = sendHeaders({ mode })
      let sent = 0
      const one = (): Promise<void> => {
        const values = { requestId: `request-${++sent}`, traceparent: TRACEPARENT, deadlineMs: 250 }
        return send(values, (headers) => dispatch(pool, { method: 'GET', path: '/', headers }))
      }
      return { name: mode, run: (times) => inParallel(times, one) }
    })
    const plan = { rounds: ROUNDS, times: TIMES }
    report(
      'Eight headers on each outgoing request, three of which change',
      await measureInterleaved(outgoing, plan),
    )
    report('A constant GET of the load generator', await measureInterleaved(loadOf(pool, 'GET', null), plan))
    report(
      `A constant POST of the load generator, ${ORDER.length} bytes`,
      await measureInterleaved(loadOf(pool, 'POST', ORDER), plan),
    )
  } finally {
    await pool.destroy()
    await target.stop()
  }
}

/** The same request as what undici is given for one that comes for the first time, and for one that comes again. */
function loadOf(pool: Pool, method: 'GET' | 'POST', body: string | null): Contestant[] {
  const preparer = new RequestPreparer('')
  const request = { method, path: '/orders', headers: HEADERS, body }
  return [
    {
      name: 'built',
      run: (times) =>
        inParallel(times, () => dispatch(pool, { method, path: '/orders', headers: HEADERS, body })),
    },
    {
      name: 'prepared once',
      run: (times) => inParallel(times, () => dispatch(pool, preparer.optionsFor(request))),
    },
  ]
}

type DispatchOptions = Parameters<Pool['dispatch']>[0]

function dispatch(pool: Pool, options: DispatchOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    pool.dispatch(options, {
      onConnect: () => {},
      onHeaders: () => true,
      onData: () => true,
      onComplete: () => resolve(),
      onError: reject,
    })
  })
}

async function inParallel(times: number, one: () => Promise<void>): Promise<void> {
  let begun = 0
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (begun++ < times) await one()
    }),
  )
}

interface RawClient {
  /** Sends that many requests on its connections, one after the other on each, and waits for the answers. */
  ask(times: number): Promise<void>
  close(): void
}

async function openClient({ port }: HeaderServer): Promise<RawClient> {
  const sockets = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true })
      await once(socket, 'connect')
      return socket
    }),
  )
  return {
    ask(times) {
      let begun = 0
      return new Promise((resolve) => {
        let busy = sockets.length
        const next = (socket: Socket): void => {
          if (begun++ < times) socket.write(REQUEST)
          else if (--busy === 0) resolve()
        }
        for (const socket of sockets) {
          socket.removeAllListeners('data')
          socket.on('data', (bytes) => {
            if (bytes.subarray(-ANSWER_END.length).equals(ANSWER_END)) next(socket)
          })
          next(socket)
        }
      })
    },
    close() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

function report(what: string, costs: readonly ContestantCost[]): void {
  const rows = costs.map(({ name, cpuUs, cpuRatio, allocatedBytes }) => [
    name,
    cpuUs.toFixed(1),
    cpuRatio.toFixed(3),
    allocatedBytes.toFixed(0),
  ])
  console.log(`\n${what}\n${alignedTable([['', 'CPU µs', 'ratio', 'bytes allocated'], ...rows])}`)
}
