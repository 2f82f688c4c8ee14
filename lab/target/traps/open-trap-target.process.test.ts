import { Agent, get } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { trapTarget } from '../../../models/scenario/targets/trap-target.ts'
import type { StartedBuiltin } from '../started-builtin.ts'
import { startTrap } from './open-trap-target.ts'

const WARM_UP = 400
const REQUESTS = 200
/** With which much is needed for each request: some 7 kB of settings, 7 kB of buffers. */
const SEED = 4
const running: StartedBuiltin[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((target) => target.stop()))
})

async function start(trap: string, fixed = false): Promise<StartedBuiltin> {
  const target = await startTrap(trapTarget.parse({ builtin: 'trap', trap, fixed }), SEED)
  running.push(target)
  return target
}

async function send({ origin }: StartedBuiltin, requests: number): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  for (let i = 0; i < requests; i++) {
    await new Promise<void>((resolve, reject) => {
      get(`${origin}/orders/${i}`, { agent }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`answered with ${response.statusCode}`))
        response.resume().on('end', resolve)
      }).on('error', reject)
    })
  }
  agent.destroy()
}

/** Bytes that stay for each request, on the heap and outside of it. */
async function growth(target: StartedBuiltin): Promise<{ readonly heap: number; readonly external: number }> {
  await send(target, WARM_UP)
  const before = await target.probe.collectGarbage()
  await send(target, REQUESTS)
  const after = await target.probe.collectGarbage()
  return {
    heap: ((after.heapUsedBytes ?? NaN) - (before.heapUsedBytes ?? NaN)) / REQUESTS,
    external: ((after.externalBytes ?? NaN) - (before.externalBytes ?? NaN)) / REQUESTS,
  }
}

describe('startTrap', () => {
  it('grows on the heap with each request, and does not when it is fixed', async () => {
    const leaky = await growth(await start('config-reload'))
    expect(leaky.heap).toBeGreaterThan(4000)
    const fixed = await growth(await start('config-reload', true))
    expect(fixed.heap).toBeLessThan(1500)
  })

  it('grows outside of the heap with buffers that are not given back', async () => {
    expect((await growth(await start('buffer-pool'))).external).toBeGreaterThan(5000)
  })

  it('keeps a connection of each call whose answer is not read, and ends with its supplier', async () => {
    const leaky = await start('outgoing-call')
    await send(leaky, 80)
    const { counters, sockets, requestsReceived } = await leaky.probe.stats()
    expect(requestsReceived).toBe(80)
    expect(counters).toMatchObject({ 'supplier.calls': 10 })
    expect(sockets).toBeGreaterThanOrEqual(10)
    await leaky.stop()
    expect(await leaky.exited).toEqual({ code: 0, signal: null })
  })

  it('says when it ends by itself', async () => {
    const killed = await start('unbounded-cache')
    process.kill(killed.pid, 'SIGKILL')
    expect(await killed.exited).toEqual({ code: null, signal: 'SIGKILL' })
  })
})
