import type { Client } from './client.ts'
import { agentkeepalive } from './agentkeepalive.ts'
import { aiohttp } from './aiohttp.ts'
import { apacheHttpclient5 } from './apache-httpclient5.ts'
import { bunFetch } from './bun-fetch.ts'
import { caddy } from './caddy.ts'
import { denoFetch } from './deno-fetch.ts'
import { dotnet } from './dotnet.ts'
import { editDistance } from './edit-distance.ts'
import { envoy } from './envoy.ts'
import { fasthttp } from './fasthttp.ts'
import { goNetHttp } from './go-net-http.ts'
import { haproxy } from './haproxy.ts'
import { hertz } from './hertz.ts'
import { httpx } from './httpx.ts'
import { istio } from './istio.ts'
import { javaNetHttp } from './java-net-http.ts'
import { nginxUpstream } from './nginx-upstream.ts'
import { nodeHttpAgent } from './node-http-agent.ts'
import { okhttp } from './okhttp.ts'
import { reactorNetty } from './reactor-netty.ts'
import { reqwest } from './reqwest.ts'
import { traefik } from './traefik.ts'
import { undici } from './undici.ts'
import { urllib3 } from './urllib3.ts'

/** Every client that kneepoint knows. */
export const clients: readonly Client[] = [
  goNetHttp,
  hertz,
  fasthttp,
  nodeHttpAgent,
  agentkeepalive,
  undici,
  bunFetch,
  denoFetch,
  nginxUpstream,
  envoy,
  istio,
  haproxy,
  caddy,
  traefik,
  apacheHttpclient5,
  okhttp,
  javaNetHttp,
  reactorNetty,
  dotnet,
  reqwest,
  httpx,
  urllib3,
  aiohttp,
]

export const clientNames: readonly string[] = clients.map(({ name }) => name)

/**
 * The client of that exact name.
 *
 * @throws RangeError where there is none; its message names the nearest client and all others
 */
export function findClient(name: string): Client {
  const client = clients.find((candidate) => candidate.name === name)
  if (client !== undefined) return client
  throw new RangeError(
    `Unknown client '${name}'. Did you mean '${nearestName(name)}'? Known clients: ${clientNames.join(', ')}.`,
  )
}

function nearestName(name: string): string {
  const sought = name.toLowerCase()
  return clientNames.reduce((nearest, candidate) =>
    distance(sought, candidate) < distance(sought, nearest) ? candidate : nearest,
  )
}

/** A part of a name, such as `nginx`, is as near as a name can be. */
function distance(sought: string, candidate: string): number {
  return candidate.includes(sought) ? 0 : editDistance(sought, candidate)
}
