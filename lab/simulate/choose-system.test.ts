import { describe, expect, it } from 'vitest'
import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import { toPlainScenario } from '../../models/scenario/plain-scenario.ts'
import { scenarioSchema, type ScenarioInput } from '../../models/scenario/schema.ts'
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import { storeSystem } from '../../models/simulate/system-model.ts'
import { UsageError } from '../usage-error.ts'
import { chooseSystem } from './choose-system.ts'
import { handshakeOf } from './read-handshake.ts'
import type { SystemOptions } from './read-options.ts'
import { meanDialMs } from '../../models/simulate/system-model.ts'

const nothingSaid: SystemOptions = {
  dial: null,
  rttMs: null,
  service: null,
  slots: null,
  serverIdleMs: null,
  hintMs: null,
  requestFailures: null,
  dialFailures: null,
}

function scenarioWith(parts: Partial<ScenarioInput>): PlainScenario {
  return toPlainScenario(
    scenarioSchema.parse({
      name: 'small',
      target: { builtin: 'shop' },
      arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
      requests: [{ path: '/products/7' }],
      ...parts,
    }),
  )
}

const recorded = Float64Array.of(5, 7)

const fitted = storeSystem({
  rttMs: 3,
  dialMs: createDistribution({ kind: 'deterministic', value: 9 }),
  dialExclusiveMs: 2,
  serviceMs: createDistribution({ kind: 'exponential', mean: 4 }),
  slots: 6,
  serverIdleTimeoutMs: 5000,
  hintMs: 4000,
})

describe('chooseSystem', () => {
  it('has nothing beside the service times for a trace on its own', () => {
    const { system, recordedServiceMs, notes } = chooseSystem(
      nothingSaid,
      { scenario: null, recordedServiceMs: recorded },
      null,
    )
    expect(recordedServiceMs).toBe(recorded)
    expect(meanDialMs(system)).toBe(0)
    expect(system).toMatchObject({ rttMs: 0, slots: Infinity, serverIdleTimeoutMs: Infinity, hintMs: null })
    expect(notes).toEqual([])
  })

  it('has the built-in shop as the scenario sets it up', () => {
    const scenario = scenarioWith({
      target: { builtin: 'shop', tls: true, link: { rttMs: 8 }, slots: 2, keepAliveTimeoutMs: 5500 },
      requests: [
        { weight: 8, path: '/products/{id}' },
        { path: '/search?q=tea' },
        { method: 'POST', path: '/orders' },
      ],
    })
    const { system } = chooseSystem(nothingSaid, { scenario, recordedServiceMs: null }, null)
    // (8 × 1.5 + 4 + 5) / 10 ms
    expect(system.serviceMs.mean).toBeCloseTo(2.1, 2)
    expect(system).toMatchObject({ rttMs: 8, slots: 2, serverIdleTimeoutMs: 5500, hintMs: 5000 })
    // TCP and TLS 1.3: a round trip each, and 1.2 ms of cryptography.
    expect(meanDialMs(system)).toBeCloseTo(17.2)
  })

  it('costs nothing what the shop does not know', () => {
    const scenario = scenarioWith({ requests: [{ path: '/healthz' }, { path: '/orders' }] })
    expect(chooseSystem(nothingSaid, { scenario, recordedServiceMs: null }, null).system.serviceMs.mean).toBe(
      0,
    )
  })

  it("prefers a trace's own service times to the shop's", () => {
    const { recordedServiceMs, system } = chooseSystem(
      nothingSaid,
      { scenario: scenarioWith({}), recordedServiceMs: recorded },
      null,
    )
    expect([recordedServiceMs, system.slots]).toEqual([recorded, 4])
  })

  it('puts what is said over what was fitted', () => {
    const { system, recordedServiceMs, notes } = chooseSystem(
      { ...nothingSaid, slots: 9, hintMs: 'none', dial: handshakeOf('1.2'), dialFailures: 0.5 },
      { scenario: null, recordedServiceMs: recorded },
      fitted,
    )
    expect(recordedServiceMs).toBeNull()
    expect(notes).toEqual(['The service times in the trace are not used: --from-run says others.'])
    expect(system).toMatchObject({
      rttMs: 3,
      slots: 9,
      serverIdleTimeoutMs: 5000,
      hintMs: null,
      dialExclusiveMs: 0,
      failures: { requestShare: 0, dialShare: 0.5 },
    })
    expect(system.serviceMs.mean).toBe(4)
    expect(meanDialMs(system)).toBeCloseTo(3 * 3 + 1.2)
  })

  it('keeps the dial that was fitted', () => {
    const { system } = chooseSystem(nothingSaid, { scenario: null, recordedServiceMs: null }, fitted)
    expect([meanDialMs(system), system.dialExclusiveMs, system.failures]).toEqual([9, 2, undefined])
  })

  it('replaces a handshake by a time', () => {
    const withHandshake = storeSystem({
      ...chooseSystem(nothingSaid, { scenario: null, recordedServiceMs: recorded }, null).system,
    })
    const dial = { kind: 'time', dialMs: { kind: 'deterministic', value: 5 } } as const
    const { system } = chooseSystem(
      { ...nothingSaid, dial },
      { scenario: null, recordedServiceMs: null },
      withHandshake,
    )
    expect(system.handshake).toBeUndefined()
    expect(meanDialMs(system)).toBe(5)
  })

  it('needs service times', () => {
    const scenario = scenarioWith({ target: { url: 'http://127.0.0.1:8080' } })
    for (const traffic of [
      { scenario: null, recordedServiceMs: null },
      { scenario, recordedServiceMs: null },
    ]) {
      expect(() => chooseSystem(nothingSaid, traffic, null)).toThrow(UsageError)
      expect(() => chooseSystem(nothingSaid, traffic, null)).toThrow('--service 20ms')
    }
  })
})
