import type { Client } from './client.ts'
import { editDistance } from './edit-distance.ts'
import { goNetHttp } from './go-net-http.ts'
import { hertz } from './hertz.ts'
import { nginxUpstream } from './nginx-upstream.ts'
import { nodeHttpAgent } from './node-http-agent.ts'
import { undici } from './undici.ts'

/** Every client that kneepoint knows. */
export const clients: readonly Client[] = [goNetHttp, hertz, nodeHttpAgent, undici, nginxUpstream]

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
