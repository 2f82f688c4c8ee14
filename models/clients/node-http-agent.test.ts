import { expect, test } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { nodeHttpAgent } from './node-http-agent.ts'
import { clientLaws } from './client-laws.fixture.ts'
import { sampleSettings } from './dialect/sample-settings.fixture.ts'

test('writes each setting as an option of both agents', () => {
  expect(nodeHttpAgent.patch(sampleSettings).text).toBe(`\
import http from 'node:http'
import https from 'node:https'

const options = {
  keepAlive: true,
  scheduling: 'lifo',
  timeout: 55_000,
  maxFreeSockets: 64,
  maxSockets: 128,
}
export const httpAgent = new http.Agent(options)
export const httpsAgent = new https.Agent(options)
`)
})

test('writes no limit as Infinity, and no idle timeout by leaving it out', () => {
  const { text, notes } = nodeHttpAgent.patch(UNLIMITED)
  expect(text).toBe(`\
import http from 'node:http'
import https from 'node:https'

const options = {
  keepAlive: true,
  scheduling: 'lifo',
  // no timeout: idle sockets are never closed
  maxFreeSockets: Infinity,
  maxSockets: Infinity,
}
export const httpAgent = new http.Agent(options)
export const httpsAgent = new https.Agent(options)
`)
  expect(notes).toEqual([
    'Without timeout the agent also ignores a Keep-Alive: timeout= header of the server.',
  ])
})

test('turns keep-alive off where nothing may be idle: maxFreeSockets 0 would mean 256', () => {
  const { text } = nodeHttpAgent.patch({ ...sampleSettings, maxIdlePerHost: 0 })
  expect(text).toContain('  keepAlive: false,\n  maxSockets: 128,\n}')
})

test('stays below the longest timer, past which Node would fire after 1 ms', () => {
  const { text } = nodeHttpAgent.patch({ ...sampleSettings, idleTimeoutMs: 2_147_483_648 })
  expect(text).toContain('  timeout: 2_147_483_647,\n')
})

test('says that timeout is for active sockets too', () => {
  expect(nodeHttpAgent.patch(sampleSettings).notes[0]).toBe(
    "timeout also applies to active sockets: a request that is silent for so long emits 'timeout', and is not ended by it.",
  )
})

clientLaws(nodeHttpAgent, {
  idleTimeoutMs: /^ {2}timeout: ([\d_]+)/m,
  maxIdlePerHost: /maxFreeSockets: ([\d_]+)/,
  maxConnsPerHost: /maxSockets: ([\d_]+)/,
  hasInfinity: true,
})
