/** Files as people write them, for the tests of the JavaScript dialect. */

export const agentSource = `#!/usr/bin/env node
import http, { type RequestOptions } from 'node:http'
import * as https from 'node:https'
import { Agent as UndiciAgent } from 'undici'

// new http.Agent({ maxSockets: 1 }) is not enough
const note = 'new http.Agent({ maxSockets: 2 })'

class Agent {
  constructor(readonly options: { maxSockets: number }) {}
}
export const own = new Agent({ maxSockets: 3 })

export const plain = new http.Agent({
  keepAlive: false, // for now
  timeout: 60 * 1000,
  maxSockets: 50
})

export const secure = new https.Agent()

export const dispatcher = new UndiciAgent({ connections: 1_0, keepAliveTimeout: 4e3 } satisfies UndiciAgent.Options)
`

export const sharedSource = `const http = require('http')
const { Agent: SecureAgent } = require("https")

const MAX_SOCKETS = 50
const options = {
\t"keepAlive": true,
\t"maxSockets": MAX_SOCKETS, /* both */
\t// idle
\t"maxFreeSockets": 10,
}
module.exports = { http: new http.Agent(options), https: new SecureAgent({ ...options }) }
`

export const undiciSource = `import { Pool, setGlobalDispatcher, Agent, interceptors } from 'undici'

const base = { pipelining: 1 }

setGlobalDispatcher(
  new Agent({
    ...base,
    connections: 10, // per origin
    connect: { timeout: 5_000 },
  }).compose(interceptors.retry()),
)

const pool = new Pool('https://api.example')
`

export const keepAliveSource = `import Agent from 'agentkeepalive';

const agent = new Agent.HttpsAgent({ freeSocketTimeout: '15s', maxFreeSockets: 2 ** 5, socketActiveTTL: ttl() });
`

export const denoSource = `export const client = Deno.createHttpClient({
  poolIdleTimeout: false,
  http2: false,
})
`

export const jsxSource = `import { Agent } from 'undici'
const agent = new Agent
export const App = () => <p title="new Agent({})">{agent.closed ? 'a' : 'b'}</p>
`
