import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../models/random/random-stream.ts'
import { FAULT_KINDS } from '../../models/root-cause/fault-kind.ts'
import { CHAIN, usualMs } from '../target/chain/chain-services.ts'
import { readFault } from '../target/chain/chain-fault.ts'
import { drawAnyInjection, drawInjections, injectionAt } from './draw-injection.ts'
import { FAULT_PLACES, FAULT_TABLE } from './fault-table.ts'

describe('the table of faults', () => {
  it('has callers only for what is about calls, and names services that there are', () => {
    const callers = CHAIN.flatMap(({ name, peer }) => (peer === null ? [] : [name]))
    for (const kind of ['leaked-connection', 'retry-storm', 'timeout-order'] as const) {
      expect(FAULT_TABLE[kind].services).toEqual(callers)
    }
    const names = CHAIN.map(({ name }) => name)
    expect(FAULT_PLACES.filter(({ service }) => !names.includes(service))).toEqual([])
    expect(FAULT_PLACES).toHaveLength(24)
  })
})

describe('the healthy chain', () => {
  it('has each caller wait longer than its callee does, and than it usually takes', () => {
    for (const { settings, peer } of CHAIN) {
      const callee = CHAIN.find(({ name }) => name === peer)
      if (callee === undefined) continue
      if (callee.peer !== null) expect(settings.timeoutMs).toBeGreaterThan(callee.settings.timeoutMs)
      expect(settings.timeoutMs).toBeGreaterThan(10 * usualMs(callee.name))
    }
    expect(usualMs('gateway')).toBe(35)
  })
})

describe('injectionAt', () => {
  it('refuses a fault where there can be none, and says why', () => {
    expect(() =>
      injectionAt({ service: 'database', kind: 'retry-storm' }, new RandomStream(1, 'x'), 80),
    ).toThrow(
      'retry-storm at database: it can be at gateway, orders, inventory only; the database calls nobody that it could try again',
    )
  })

  it('draws faults that a service takes', () => {
    for (const place of FAULT_PLACES) {
      for (let seed = 0; seed < 20; seed++) {
        const { fault, trigger, kind } = injectionAt(place, new RandomStream(seed, 'test'), 80)
        expect(readFault({ ...fault })).toEqual(fault)
        expect(fault.kind).toBe(place.kind)
        expect(trigger === null).toBe(kind !== 'retry-storm')
        const own = CHAIN.find(({ name }) => name === place.service)
        if (fault.kind === 'lost-capacity') expect(fault.slots).toBeLessThan(own?.settings.slots ?? 0)
        if (fault.kind === 'timeout-order') expect(fault.timeoutMs).toBeLessThan(usualMs(own?.peer ?? ''))
        if (trigger !== null) expect(trigger.service).toBe(own?.peer)
      }
    }
  })
})

describe('drawInjections', () => {
  it('draws the same for the same seed, of different kinds while there are any', () => {
    const drawn = drawInjections(5, 7, 80)
    expect(drawInjections(5, 7, 80)).toEqual(drawn)
    expect(drawn.map(({ kind }) => kind).sort()).toEqual([...FAULT_KINDS].sort())
    expect(drawInjections(6, 7, 80)).not.toEqual(drawn)
  })
})

describe('drawAnyInjection', () => {
  it('comes to every place of the table', () => {
    const seen = new Set(
      Array.from({ length: 400 }, (_, seed) => {
        const { service, kind } = drawAnyInjection(seed, 80)
        return `${kind} at ${service}`
      }),
    )
    expect(seen.size).toBe(FAULT_PLACES.length)
  })
})
