import type { TlsOptions } from 'node:tls'
import type { IdleConnection } from '../models/pool/idle-connection.ts'
import type { PoolPolicy } from '../models/pool/policy.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { Driver } from './connection.ts'
import { endpointAt, PoolClient } from './pool-client.fixture.ts'
import { OK, type Script, ScriptedServer } from './scripted-server.fixture.ts'

const cleanups: (() => unknown)[] = []

/** Takes down what a test has put up; after each. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
}

export function onCleanUp(cleanup: () => unknown): void {
  cleanups.push(cleanup)
}

export async function serve(script: Script, tls: TlsOptions | null = null): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(script, tls)
  onCleanUp(() => server.stop())
  return server
}

export function clientOf(
  server: { readonly origin: string },
  settings: Partial<PoolSettings> = {},
  policy: Partial<PoolPolicy> = {},
  driver: Driver = 'undici',
): PoolClient {
  const client = new PoolClient(endpointAt(server.origin), settings, policy, driver)
  onCleanUp(() => client.pool.close(new Error('the test is over')))
  return client
}

export const answerOk: Script = (_request, socket) => socket.write(OK)

export function failureOf(answer: Promise<unknown>): Promise<Error> {
  return answer.then(
    () => Promise.reject(new Error('it was answered')),
    (error: Error) => error,
  )
}

/** An origin that refuses connections. */
export async function refusingOrigin(tls: TlsOptions | null = null): Promise<string> {
  const server = await ScriptedServer.start(answerOk, tls)
  const { origin } = server
  await server.stop()
  return origin
}

/** An idle connection that has carried so many requests. */
export function usedBefore(requestsServed: number): IdleConnection {
  return { openedAtMs: -1000, idleSinceMs: -10, requestsServed }
}
