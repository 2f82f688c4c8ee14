import { afterEach, describe, expect, test } from 'vitest'
import { dotnet } from '../models/clients/dotnet.ts'
import type { PoolPolicy } from '../models/pool/policy.ts'
import type { PoolSettings } from '../models/pool/settings.ts'
import type { TuningChange } from '../models/tune/tuner.ts'
import { DEFAULT_BOUNDS } from '../models/tune/tuning-bounds.ts'
import { GET } from './pool-client.fixture.ts'
import { answerOk, cleanUp, clientOf, serve } from './pool-workbench.fixture.ts'
import type { Script } from './scripted-server.fixture.ts'
import { SelfTuning, type SelfTuningPlan } from './self-tuning.ts'

afterEach(cleanUp)

const plan: SelfTuningPlan = {
  mode: 'apply',
  bounds: DEFAULT_BOUNDS,
  safeIdleTimeoutMs: 60_000,
  everyMs: 10_000,
}

const EIGHT_TIMES_EIGHT = { batches: 8, size: 8 }

/** A pool of a server, and its tuning, which no timer drives. */
async function tunedPool(
  script: Script,
  settings: Partial<PoolSettings>,
  options: Partial<SelfTuningPlan> = {},
  policy: Partial<PoolPolicy> = {},
) {
  const client = clientOf(await serve(script), settings, { overflow: 'evict-oldest', ...policy }, 'wire')
  const changes: TuningChange[] = []
  const tuning = new SelfTuning(client.pool, { ...plan, ...options }, performance.now(), (change) => {
    changes.push(change)
  })
  const send = async ({ batches, size }: { readonly batches: number; readonly size: number }) => {
    for (let batch = 0; batch < batches; batch++) {
      await Promise.all(Array.from({ length: size }, () => client.send(GET)))
    }
  }
  return { client, changes, tuning, send, endEpoch: () => tuning.endEpoch(performance.now()) }
}

describe('a pool that keeps too few idle', () => {
  test('keeps as many as its traffic needs, step by step', async () => {
    const { client, changes, tuning, send, endEpoch } = await tunedPool(answerOk, { maxIdlePerHost: 1 })
    for (let epoch = 0; epoch < 3; epoch++) {
      await send(EIGHT_TIMES_EIGHT)
      endEpoch()
    }
    expect(changes.map(({ to }) => to.maxIdlePerHost)).toEqual([4, 8])
    expect(client.pool.machine.settings.maxIdlePerHost).toBe(8)
    expect(tuning.changes).toBe(2)
    await send({ batches: 1, size: 8 })
    const { dialed } = client.pool.machine.counters
    await send(EIGHT_TIMES_EIGHT)
    expect(client.pool.machine.counters.dialed).toBe(dialed)
  })

  test('is left alone in shadow mode, which says the same', async () => {
    const { client, changes, send, endEpoch } = await tunedPool(
      answerOk,
      { maxIdlePerHost: 1, idleTimeoutMs: 60_000 },
      { mode: 'shadow' },
    )
    for (let epoch = 0; epoch < 3; epoch++) {
      await send(EIGHT_TIMES_EIGHT)
      endEpoch()
    }
    expect(changes.map(({ to }) => to.maxIdlePerHost)).toEqual([4, 8])
    expect(client.pool.machine.settings.maxIdlePerHost).toBe(1)
  })
})

describe('the safe idle timeout', () => {
  const hinting: Script = (_request, socket) =>
    socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=5\r\ncontent-length: 2\r\n\r\nok')

  test('is what the server announces, less half a second', async () => {
    const { client, changes, send, endEpoch } = await tunedPool(
      hinting,
      { idleTimeoutMs: 90_000 },
      { safeIdleTimeoutMs: 'from-hint' },
    )
    await send({ batches: 1, size: 1 })
    endEpoch()
    expect(client.pool.shortestHintMs).toBe(5000)
    expect(client.pool.machine.settings.idleTimeoutMs).toBe(4500)
    expect(changes[0]?.why).toContain('idleTimeout 90 s → 4.5 s: longer is not safe')
  })

  test('is shorter for a pool that hands out connections past their idle timeout, until it sweeps', async () => {
    const { client, send, endEpoch } = await tunedPool(
      hinting,
      { idleTimeoutMs: 90_000 },
      { safeIdleTimeoutMs: 'from-hint' },
      { expiry: dotnet.policy.expiry },
    )
    await send({ batches: 1, size: 1 })
    endEpoch()
    // 4.5 s less the second that passes between two sweeps at least; a quarter of the timeout would be less.
    expect(client.pool.machine.settings.idleTimeoutMs).toBe(3500)
  })

  test('is that of settings that others change while nothing is announced', async () => {
    const { client, changes, send, endEpoch } = await tunedPool(
      answerOk,
      { maxIdlePerHost: 8, idleTimeoutMs: 30_000 },
      { safeIdleTimeoutMs: 'from-hint' },
    )
    client.pool.reconfigure({ ...client.pool.machine.settings, idleTimeoutMs: 120_000 })
    await send({ batches: 1, size: 1 })
    endEpoch()
    expect(changes).toEqual([])
    expect(client.pool.machine.settings.idleTimeoutMs).toBe(120_000)
  })

  test.each([
    [Infinity, 2000, []],
    [1500, 2000, [1500]],
  ])('of %d ms is not what the server announces', async (safeIdleTimeoutMs, idleTimeoutMs, expected) => {
    const { changes, send, endEpoch } = await tunedPool(hinting, { idleTimeoutMs }, { safeIdleTimeoutMs })
    await send({ batches: 1, size: 1 })
    endEpoch()
    expect(changes.map(({ to }) => to.idleTimeoutMs)).toEqual(expected)
  })

  test('is the first one where nothing is announced', async () => {
    const { changes, send, endEpoch } = await tunedPool(
      answerOk,
      { maxIdlePerHost: 1, idleTimeoutMs: 30_000 },
      { safeIdleTimeoutMs: 'from-hint' },
    )
    await send(EIGHT_TIMES_EIGHT)
    endEpoch()
    expect(changes.map(({ to }) => to.idleTimeoutMs)).toEqual([30_000])
  })
})

test('settings that others change are where it goes on from', async () => {
  const { client, changes, send, endEpoch } = await tunedPool(answerOk, { maxIdlePerHost: 8 })
  await send(EIGHT_TIMES_EIGHT)
  client.pool.reconfigure({ ...client.pool.machine.settings, maxIdlePerHost: 2, maxWaiting: 50 })
  await send(EIGHT_TIMES_EIGHT)
  endEpoch()
  expect(changes).toMatchObject([{ from: { maxIdlePerHost: 2 }, to: { maxIdlePerHost: 8, maxWaiting: 50 } }])
})
