import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterEach, describe, expect, test } from 'vitest'
import { request } from 'undici/index.js'
import { answerOk, cleanUp, onCleanUp, serve } from '../pool-workbench.fixture.ts'
import { until } from '../scripted-server.fixture.ts'
import type { AutotuneOptions, TuningEvent } from './agent-autotune.ts'
import type { AgentOptions } from './agent-options.ts'
import { agentWith } from './agent-workbench.fixture.ts'
import { KneeAgent } from './knee-agent.ts'

afterEach(cleanUp)

/** A ticker that is moved by hand. */
class HandTicker {
  tick: () => void = () => {}
  everyMs = 0
  started = 0
  stopped = 0

  readonly start = (tick: () => void, everyMs: number): (() => void) => {
    this.tick = tick
    this.everyMs = everyMs
    this.started++
    return () => this.stopped++
  }
}

function tuned(settings: AgentOptions, autotune: AutotuneOptions = {}) {
  const ticker = new HandTicker()
  const events: TuningEvent[] = []
  const agent = agentWith({
    ...settings,
    autotune: { onChange: (event) => events.push(event), ...autotune, ticker: ticker.start },
  })
  return { agent, ticker, events }
}

/** So many requests at once, as often. */
async function batches(agent: KneeAgent, origin: string, times: number, size: number): Promise<void> {
  for (let batch = 0; batch < times; batch++) {
    const answers = Array.from({ length: size }, async () =>
      (await request(origin, { dispatcher: agent })).body.text(),
    )
    await Promise.all(answers)
  }
}

describe('an agent that tunes itself', () => {
  test('finds the idle cap of each origin, and tells', async () => {
    const [busy, quiet] = [await serve(answerOk), await serve(answerOk)]
    const { agent, ticker, events } = tuned({ idleTimeout: '30s', maxIdlePerHost: 2 })
    const told: TuningEvent[] = []
    const published: unknown[] = []
    const listen = (event: unknown) => void published.push(event)
    subscribe('kneepoint:tuning', listen)
    onCleanUp(() => unsubscribe('kneepoint:tuning', listen))
    agent.on('kneepoint:tuning', (event) => told.push(event))
    for (let epoch = 0; epoch < 3; epoch++) {
      await batches(agent, quiet.origin, 2, 1)
      await batches(agent, busy.origin, 8, 12)
      ticker.tick()
    }
    await until('it was told', () => events.length === 2)
    expect(ticker).toMatchObject({ everyMs: 10_000, started: 1, stopped: 0 })
    expect(events).toMatchObject([
      { origin: busy.origin, mode: 'apply', from: { maxIdlePerHost: 2 }, to: { maxIdlePerHost: 8 } },
      { origin: busy.origin, to: { maxIdlePerHost: 12, idleTimeoutMs: 30_000 } },
    ])
    expect(events[0]?.why).toMatch(/^maxIdlePerHost 2 → 8 spares [\d.]+ dials of 96 requests, /)
    expect(told).toEqual(events)
    expect(published).toEqual(events)
    expect(agent.settings.maxIdlePerHost).toBe(2)
    const values = (name: 'max_idle' | 'idle_timeout' | 'changes') =>
      agent.stats()[`kneepoint.client.tuning.${name}`].points.map(({ value }) => value)
    expect(values('max_idle')).toEqual([2, 12])
    expect(values('idle_timeout')).toEqual([30, 30])
    expect(values('changes')).toEqual([0, 2])
  })

  test('only says so in shadow mode', async () => {
    const server = await serve(answerOk)
    const { agent, ticker, events } = tuned({ idleTimeout: '30s', maxIdlePerHost: 2 }, { mode: 'shadow' })
    await batches(agent, server.origin, 8, 12)
    ticker.tick()
    await until('it was told', () => events.length === 1)
    expect(events).toMatchObject([{ mode: 'shadow', to: { maxIdlePerHost: 8 } }])
    expect(agent.stats()['kneepoint.client.tuning.max_idle'].points).toMatchObject([{ value: 2 }])
  })

  test('keeps to its bounds', async () => {
    const server = await serve(answerOk)
    const { agent, ticker, events } = tuned(
      { idleTimeout: '30s', maxIdlePerHost: 2 },
      { bounds: { idleTimeout: ['2s', '20s'], maxIdlePerHost: [1, 5] }, every: '1s' },
    )
    await batches(agent, server.origin, 8, 12)
    ticker.tick()
    await until('it was told', () => events.length === 1)
    expect(events).toMatchObject([{ to: { maxIdlePerHost: 5, idleTimeoutMs: 20_000 } }])
    expect(ticker.everyMs).toBe(1000)
  })

  test('keeps what it has found when other settings are changed', async () => {
    const server = await serve(answerOk)
    const { agent, ticker, events } = tuned({ idleTimeout: '30s', maxIdlePerHost: 2 })
    await batches(agent, server.origin, 8, 12)
    ticker.tick()
    agent.reconfigure({ maxConnsPerHost: 100 })
    await batches(agent, server.origin, 8, 12)
    ticker.tick()
    await until('it was told', () => events.length === 2)
    expect(events[1]).toMatchObject({
      from: { maxIdlePerHost: 8, maxConnsPerHost: 100 },
      to: { maxIdlePerHost: 12, maxConnsPerHost: 100 },
    })
  })

  test('stops when the agent ends, and begins with the first request', async () => {
    const server = await serve(answerOk)
    const { agent, ticker } = tuned({})
    expect(ticker.started).toBe(0)
    await batches(agent, server.origin, 1, 1)
    expect(ticker.started).toBe(1)
    await agent.close()
    expect(ticker.stopped).toBe(1)
  })
})

test.each([{}, { autotune: false }] satisfies AgentOptions[])('with %j nothing is tuned', async (options) => {
  const server = await serve(answerOk)
  const agent = agentWith(options)
  await batches(agent, server.origin, 1, 1)
  expect(agent.stats()['kneepoint.client.tuning.changes'].points).toEqual([])
})

test.each<[unknown, string]>([
  [7, 'autotune must be true, false, or an object of options; it is 7'],
  [{ mode: 'dry-run' }, "autotune.mode must be one of apply, shadow; it is 'dry-run'"],
  [{ every: 0 }, 'autotune.every must be above 0'],
  [{ every: Infinity }, 'autotune.every must be at most 24 days'],
  [{ safeIdleTimeout: 'soon' }, 'autotune.safeIdleTimeout must be above 0'],
  [{ bounds: { maxIdlePerHost: [5, 2] } }, 'autotune.bounds.maxIdlePerHost must be in order'],
  [{ bounds: { maxIdlePerHost: [0, 2] } }, 'autotune.bounds.maxIdlePerHost must be a whole number from 1'],
  [{ bounds: { idleTimeout: '30s' } }, 'autotune.bounds.idleTimeout must be two values'],
  [{ bounds: { idleTimeouts: [1, 2] } }, 'did you mean autotune.bounds.idleTimeout?'],
  [{ shadow: true }, 'there is no option autotune.shadow'],
])('autotune: %j is refused', (autotune, message) => {
  expect(() => new KneeAgent({ autotune } as AgentOptions)).toThrow(message)
})
