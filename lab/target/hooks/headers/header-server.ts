import Fastify from 'fastify'
import { listenOnLoopback } from '../../listen-on-loopback.ts'
import { type HeaderMode, responseHeaders } from './response-headers.ts'

/** A server of one small answer, for measuring what its headers cost. */
export interface HeaderServer {
  readonly port: number
  close(): Promise<void>
}

/** @param mode null leaves the headers out */
export async function startHeaderServer(mode: HeaderMode | null): Promise<HeaderServer> {
  const app = Fastify()
  if (mode !== null) await app.register(responseHeaders, { mode })
  app.get('/', () => Promise.resolve({ ok: true }))
  await app.ready()
  const port = await listenOnLoopback(app.server, 0)
  return { port, close: () => app.close() }
}
