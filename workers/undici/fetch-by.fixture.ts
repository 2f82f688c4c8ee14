import { fetch as undiciFetch } from 'undici/index.js'
import type { KneeAgent } from './knee-agent.ts'

type Fetch = (url: string, init?: object) => Promise<Response>

/** undici's own fetch, through an agent. */
export function undiciFetchBy(agent: KneeAgent): Fetch {
  return (url, init) => (undiciFetch as unknown as Fetch)(url, { ...init, dispatcher: agent })
}

/** The fetch that the runtime has built in, on Node with another undici, through an agent. */
export function builtInFetchBy(agent: KneeAgent): Fetch {
  return (url, init) => fetch(url, { ...init, dispatcher: agent } as object)
}
