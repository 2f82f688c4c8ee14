import { describe, expect, it } from 'vitest'
import { clients } from '../../models/clients/catalogue.ts'
import { readNative } from '../../models/clients/dialect/read-native.ts'
import type { PoolSettingName } from '../../models/pool/settings.ts'
import { settingNames } from './setting-rows.ts'
import { nativeValueText, settingValueText, timeText } from './setting-value-text.ts'

describe('a value for people', () => {
  it.each([
    [0, '0 s'],
    [90, '90 ms'],
    [1500, '1.5 s'],
    [64_000, '64 s'],
    [90_000, '90 s'],
    [120_000, '2 min'],
    [3_600_000, '1 h'],
    [5_400_000, '90 min'],
    [86_400_000, '24 h'],
    [2_073_600_000, '24 days'],
  ])('%i ms are %s', (ms, text) => {
    expect(timeText(ms)).toBe(text)
  })

  it('is a count, a time or no limit', () => {
    expect(settingValueText('maxIdlePerHost', 2)).toBe('2')
    expect(settingValueText('idleTimeoutMs', 90_000)).toBe('90 s')
    expect(settingValueText('maxConnsPerHost', Infinity)).toBe('no limit')
  })
})

describe('a value in the words of a client', () => {
  const cases = clients.flatMap((client) =>
    settingNames.flatMap((name) => {
      const native = client.native[name]
      return native === undefined ? [] : [{ client: client.name, name, native }]
    }),
  )

  it.each(cases)('is read back: $client $name', ({ name, native }) => {
    for (const value of samples(name)) {
      expect(readNative(native, nativeValueText(native, value), name)).toBe(value)
    }
  })

  function samples(name: PoolSettingName): number[] {
    return name.endsWith('Ms') ? [64_000, 1500, Infinity] : [12, 32, 1000, Infinity]
  }
})
