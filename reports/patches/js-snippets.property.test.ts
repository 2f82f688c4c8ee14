/// <reference types="node" />
import { createRequire } from 'node:module'
import http from 'node:http'
import https from 'node:https'
import { transformSync } from 'esbuild'
import * as fc from 'fast-check'
import { Agent, Client, Pool } from 'undici/index.js'
import { expect, test } from 'vitest'
import { findClient } from '../../models/clients/catalogue.ts'
import { poolSettingsArbitrary } from '../../models/clients/dialect/pool-settings.arbitrary.ts'
import { reusesConnections } from '../../models/clients/dialect/reuses-connections.ts'
import { sampleSettings } from '../../models/clients/dialect/sample-settings.fixture.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'

/** The types of Node leave out the options that an agent keeps. */
type NodeAgent = http.Agent & { readonly options: { readonly keepAlive: boolean; readonly timeout?: number } }

const require = createRequire(import.meta.url)

/** Runs the snippet as a module and gives what it exports. */
function run(clientName: string, settings: PoolSettings, modules: object = {}): Record<string, unknown> {
  const { text } = findClient(clientName).patch(settings)
  const { code } = transformSync(text, { format: 'cjs' })
  const module = { exports: {} as Record<string, unknown> }
  const load = (name: string): unknown => new Map(Object.entries(modules)).get(name) ?? require(name)
  // oxlint-disable-next-line typescript/no-implied-eval -- the snippet is what is tested
  new Function('module', 'exports', 'require', code)(module, module.exports, load)
  return module.exports
}

/** The options that the undici snippet gives to its Agent, which checks them only at its first request. */
function undiciOptions(settings: PoolSettings): Agent.Options {
  const seen: Agent.Options[] = []
  class RecordingAgent extends Agent {
    constructor(options: Agent.Options) {
      super(options)
      seen.push(options)
    }
  }
  expect(run('undici', settings, { undici: { Agent: RecordingAgent } })['agent']).toBeInstanceOf(Agent)
  return seen[0] ?? expect.fail('the snippet made no Agent')
}

test('the Node snippet makes an http and an https agent with the sample settings', () => {
  const { httpAgent, httpsAgent } = run('node-http-agent', sampleSettings) as {
    httpAgent: NodeAgent
    httpsAgent: NodeAgent
  }
  expect(httpAgent).toBeInstanceOf(http.Agent)
  expect(httpsAgent).toBeInstanceOf(https.Agent)
  for (const agent of [httpAgent, httpsAgent]) {
    expect(agent.maxFreeSockets).toBe(64)
    expect(agent.maxSockets).toBe(128)
    expect(agent.options).toMatchObject({ keepAlive: true, timeout: 55_000, scheduling: 'lifo' })
  }
})

test('the Node snippet makes an agent that holds the settings, whatever they are', () => {
  fc.assert(
    fc.property(poolSettingsArbitrary, (settings) => {
      const { httpAgent } = run('node-http-agent', settings) as { httpAgent: NodeAgent }
      const { keepAlive, timeout } = httpAgent.options
      expect(keepAlive).toBe(reusesConnections(settings))
      expect(httpAgent.maxSockets).toBe(settings.maxConnsPerHost)
      if (!reusesConnections(settings)) return
      expect(httpAgent.maxFreeSockets).toBe(settings.maxIdlePerHost)
      if (timeout === undefined) expect(settings.idleTimeoutMs).toBe(Infinity)
      else expect(timeout).toBeLessThanOrEqual(settings.idleTimeoutMs)
    }),
  )
})

test('the undici snippet gives its Agent the sample settings', () => {
  expect(undiciOptions(sampleSettings)).toEqual({
    connections: 128,
    pipelining: 1,
    keepAliveTimeout: 55_000,
    keepAliveMaxTimeout: 55_000,
    clientTtl: 600_000,
    maxRequestsPerClient: 9_999,
  })
})

test('undici takes the options of the snippet for a Pool and a Client, whatever the settings', () => {
  fc.assert(
    fc.property(poolSettingsArbitrary, (settings) => {
      const options = undiciOptions(settings)
      expect(new Pool('http://127.0.0.1:1', options)).toBeInstanceOf(Pool)
      expect(new Client('http://127.0.0.1:1', options)).toBeInstanceOf(Client)
      expect(options.pipelining).toBe(reusesConnections(settings) ? 1 : 0)
      expect(options.keepAliveMaxTimeout ?? 0).toBeLessThanOrEqual(settings.idleTimeoutMs)
    }),
  )
})
