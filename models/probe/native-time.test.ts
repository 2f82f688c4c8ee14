import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clients, findClient } from '../clients/catalogue.ts'
import { readNative } from '../clients/dialect/read-native.ts'
import { nativeTime } from './native-time.ts'

describe('nativeTime', () => {
  it.each([
    ['go-net-http', 64_000, { name: 'IdleConnTimeout', text: '64s', ms: 64_000 }],
    ['go-net-http', 1900.7, { name: 'IdleConnTimeout', text: '1900ms', ms: 1900 }],
    ['node-http-agent', 500, { name: 'timeout', text: '500', ms: 500 }],
    ['httpx', 2500, { name: 'keepalive_expiry', text: '2.5', ms: 2500 }],
    ['java-net-http', 2900, { name: 'jdk.httpclient.keepalive.timeout', text: '2', ms: 2000 }],
    ['java-net-http', 999, null],
    ['aiohttp', 0.5, null],
  ])('%s, %d ms', (name, idleMs, expected) => {
    const { native, policy } = findClient(name)
    const { idleTimeoutMs: setting } = native
    if (setting === undefined) throw new Error(`${name} has no idle timeout`)
    expect(nativeTime(setting, policy, idleMs)).toEqual(expected)
  })

  it('is read back by every client as what it says, and never as more than was asked for', () => {
    const settable = clients.flatMap(({ name, native, policy }) =>
      native.idleTimeoutMs === undefined ? [] : [{ name, setting: native.idleTimeoutMs, policy }],
    )
    expect(settable.length).toBeGreaterThan(15)
    fc.assert(
      fc.property(
        fc.constantFrom(...settable),
        fc.double({ min: 1, max: 1e7, noNaN: true }),
        ({ setting, policy }, idleMs) => {
          const written = nativeTime(setting, policy, idleMs)
          if (written === null) return
          expect(readNative(setting, written.text, 'idleTimeoutMs')).toBeCloseTo(written.ms, 6)
          expect(written.ms).toBeLessThanOrEqual(idleMs)
        },
      ),
    )
  })
})
