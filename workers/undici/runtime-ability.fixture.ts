import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createSecureServer, connect as connectSecurely } from 'node:tls'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { until } from '../scripted-server.fixture.ts'
import { CERTIFICATE, CERTIFICATE_KEY } from './certificate.fixture.ts'

/** Something that a test needs of the runtime and that not every runtime has. */
export interface RuntimeAbility {
  readonly isThere: () => Promise<boolean>
  /** What to say of a test that is left out where it is not. */
  readonly lacking: string
}

/** Leaves a test out, with the reason, where the runtime turns out not to have what it needs. */
export async function needs(skip: (condition: boolean, note: string) => void, ability: RuntimeAbility) {
  skip(!(await ability.isThere()), ability.lacking)
}

export const builtInFetchTakesDispatchers: RuntimeAbility = {
  lacking: 'the built-in fetch of this runtime takes no dispatcher of undici',
  isThere: () =>
    withServer(createServer(answerAndEnd), async (port) => {
      let asked = false
      const dispatch = (): never => {
        asked = true
        throw new Error('asked')
      }
      const init = { dispatcher: { dispatch } }
      await fetch(`http://127.0.0.1:${port}`, init as object).then(
        (response) => response.text(),
        () => {},
      )
      return asked
    }),
}

export const referencedSocketsAreCounted: RuntimeAbility = {
  lacking: 'this runtime does not tell which sockets keep it running',
  isThere: () =>
    withServer(createServer(), async (port, accepted) => {
      const before = referencedSockets()
      const socket = await open(port)
      await until('it is open at both ends', () => accepted.length === 1)
      const both = referencedSockets()
      socket.unref()
      const one = referencedSockets()
      socket.destroy()
      return both - before === 2 && one - before === 1
    }),
}

/** Sockets of TCP that keep this process running. */
export function referencedSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length
}

export const closeShowsInTwoTurns: RuntimeAbility = {
  lacking: 'on this runtime the event loop turns more than twice before a socket shows that it was closed',
  isThere: () =>
    withServer(createServer(), async (port, accepted) => {
      const socket = await open(port)
      await until('it is open at both ends', () => accepted.length === 1)
      let isSeen = false
      socket.once('end', () => {
        isSeen = true
      })
      socket.resume()
      await new Promise<void>((resolve) => {
        accepted[0]?.end(resolve)
      })
      await nextTurn()
      await nextTurn()
      socket.destroy()
      return isSeen
    }),
}

export const sessionsAreResumed: RuntimeAbility = {
  lacking: 'this runtime resumes no TLS sessions',
  isThere: () =>
    withServer(createSecureServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, greet), async (port) => {
      const first = await greeting(port, undefined)
      return (await greeting(port, first.session)).resumed
    }),
}

function answerAndEnd(socket: Socket): void {
  socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n')
}

function greet(socket: Socket): void {
  socket.on('error', () => {})
  socket.end('x')
}

function greeting(
  port: number,
  session: Buffer | undefined,
): Promise<{ session: Buffer | undefined; resumed: boolean }> {
  const socket = connectSecurely({
    port,
    host: '127.0.0.1',
    ca: CERTIFICATE,
    servername: 'localhost',
    ...(session === undefined ? {} : { session }),
  })
  let latest: Buffer | undefined
  socket.on('session', (offered) => {
    latest = offered
  })
  let resumed = false
  socket.once('data', () => {
    resumed = socket.isSessionReused()
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    // Tickets may come after the first data.
    socket.once('close', () => resolve({ session: latest, resumed }))
  })
}

async function withServer<Result>(
  server: Server,
  look: (port: number, accepted: readonly Socket[]) => Promise<Result>,
): Promise<Result> {
  const accepted: Socket[] = []
  server.on('connection', (socket) => accepted.push(socket))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  try {
    return await look((server.address() as AddressInfo).port, accepted)
  } finally {
    for (const socket of accepted) socket.destroy()
    server.close()
  }
}

function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}
