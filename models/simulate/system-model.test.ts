import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { createDistribution } from './create-distribution.ts'
import { readSystem, storeSystem, type StoredSystemModel, type SystemModel } from './system-model.ts'

const system: SystemModel = {
  rttMs: 8,
  dialMs: createDistribution({ kind: 'empirical', quantiles: [18, 20, 22] }),
  dialExclusiveMs: 0.5,
  serviceMs: createDistribution({ kind: 'lognormal', mean: 20, p99: 80 }),
  slots: Infinity,
  serverIdleTimeoutMs: Infinity,
  hintMs: null,
}

const throughJson = (stored: StoredSystemModel) => JSON.parse(JSON.stringify(stored)) as StoredSystemModel

describe('a stored system', () => {
  it('comes back the same', () => {
    const again = readSystem(throughJson(storeSystem(system)))
    expect(again).toEqual({ ...system, dialMs: again.dialMs, serviceMs: again.serviceMs })
    for (const name of ['dialMs', 'serviceMs'] as const) {
      expect(again[name].spec).toEqual(system[name].spec)
      expect(again[name].draw(new RandomStream(1, 'x'))).toBe(system[name].draw(new RandomStream(1, 'x')))
    }
  })

  it('keeps limits, handshake and failures where there are any', () => {
    const assumed: SystemModel = {
      ...system,
      slots: 4,
      serverIdleTimeoutMs: 5000,
      hintMs: 5000,
      handshake: {
        tcpRoundTrips: 1,
        tls: '1.3',
        resumes: true,
        ticketLifetimeMs: 7_200_000,
        fullMs: { kind: 'deterministic', value: 2 },
        resumedMs: { kind: 'deterministic', value: 0.5 },
      },
      failures: { requestShare: 0.01, dialShare: 0.001 },
    }
    const { dialMs: _dialMs, serviceMs: _serviceMs, ...rest } = assumed
    expect(readSystem(throughJson(storeSystem(assumed)))).toMatchObject(rest)
  })

  it('is read as earlier runs stored it', () => {
    const earlier: StoredSystemModel = {
      rttMs: 8,
      dialMsQuantiles: [18, 20, 22],
      dialExclusiveMs: 0.5,
      serviceMsQuantiles: [1, 2, 3],
      slots: 4,
      serverIdleTimeoutMs: null,
      hintMs: null,
    }
    const read = readSystem(earlier)
    expect(read.dialMs.spec).toEqual({ kind: 'empirical', quantiles: [18, 20, 22] })
    expect([read.serviceMs.mean, read.slots, read.serverIdleTimeoutMs]).toEqual([2, 4, Infinity])
  })
})
