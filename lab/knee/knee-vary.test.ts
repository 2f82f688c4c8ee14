import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AnsweringServer } from '../commands/answering-server.fixture.ts'
import { until } from '../commands/kneepoint-process.fixture.ts'
import { Interrupted } from '../interrupted.ts'
import { kneeVary, type KneeVaryFlags } from './knee-vary.ts'
import type { VaryDocument } from './vary-document.ts'

const flags: KneeVaryFlags = {
  vary: 'connections',
  header: [],
  set: [],
  insecure: false,
  allow: [],
  trial: '120ms',
  to: '3',
  json: true,
}

let printed = ''
let server: AnsweringServer

beforeEach(async () => {
  printed = ''
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  server = await AnsweringServer.start()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await server.die()
})

const write = (text: string) => {
  printed += text
}

describe('kneeVary', () => {
  test('sees that a target which only waits does more with more connections', async () => {
    server.delayMs = 20
    const code = await kneeVary(server.url, flags, new AbortController().signal, write)
    const { points, ended, stopsHelping, usl } = JSON.parse(printed) as VaryDocument
    expect(points.map(({ n, blocks }) => [n, blocks])).toEqual([1, 2, 3].map((n) => [n, 4]))
    // One answer in 20 ms or more for each connection: no more than that, however slow the machine is.
    for (const { n, throughput, p99Ms } of points) {
      expect(throughput).toBeGreaterThan(0)
      expect(throughput).toBeLessThan(60 * n)
      expect(p99Ms).toBeGreaterThanOrEqual(19)
    }
    expect([0, 93]).toContain(code)
    expect(ended).toBe(code === 0 ? 'found' : 'still-grows')
    expect(stopsHelping?.n).toBeGreaterThanOrEqual(1)
    expect(usl?.points).toBe(3)
  })

  test('ends when the target dies, and says so', async () => {
    const { url } = server
    const death = until('requests have come', () => server.requests > 20).then(() => server.die())
    const code = await kneeVary(url, flags, new AbortController().signal, write)
    await death
    expect(code).toBe(91)
    expect(JSON.parse(printed)).toMatchObject({ ended: 'unusable', verdict: { verdict: 'TARGET_ERRORS' } })
    server = await AnsweringServer.start()
  })

  test('prints what was measured when it is interrupted', async () => {
    server.delayMs = 5
    const controller = new AbortController()
    // What is sent to wake up (2 connections) and the first block (1 connection), of 400 ms each, are not as many.
    const interrupt = until('blocks were made', () => server.requests > 310).then(() =>
      controller.abort(new Interrupted()),
    )
    const short = { ...flags, trial: '200ms', to: '2', json: false }
    const code = await kneeVary(server.url, short, controller.signal, write)
    await interrupt
    expect(code).toBe(105)
    expect(printed).toMatch(/^verdict {6}UNSTABLE: interrupted after \d of 8 blocks$/m)
  })
})
