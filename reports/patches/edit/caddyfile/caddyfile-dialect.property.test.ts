import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findClient } from '../../../../models/clients/catalogue.ts'
import { readNative } from '../../../../models/clients/dialect/read-native.ts'
import type { NativeSetting } from '../../../../models/clients/client.ts'
import {
  edit,
  expectCareful,
  placesIn,
  type SourceFile,
  spoil,
  spoilingArbitrary,
  wantedArbitrary,
} from '../syntax/lezer-tree-edit.fixture.ts'
import { caddyfileDialect } from './caddyfile-dialect.ts'
import { blockSource, shortSource, sitesSource } from './caddyfile-source.fixture.ts'

const { native } = findClient('caddy')

const samples = [sitesSource, sitesSource.replaceAll('\n', '\r\n'), shortSource, blockSource].map(
  (text): SourceFile => ({ dialect: caddyfileDialect, client: 'caddy', name: 'Caddyfile', text }),
)

const sampleArbitrary = fc.constantFrom(...samples)

const many = (value: number, limit: number) => (value >= limit ? Infinity : value)

test('a transport says what is wanted after an edit, and a second one changes nothing', () => {
  fc.assert(
    fc.property(sampleArbitrary, wantedArbitrary, (sample, wanted) => {
      const done = edit(sample, wanted)
      if (done.kind === 'refused') expect.fail(done.message)
      const text = done.kind === 'edited' ? done.text : sample.text
      const values = placesIn({ ...sample, text })[0]?.values ?? []
      const said = new Map(values.map((value) => [value.name, value.text]))
      const read = (name: 'idleTimeoutMs' | 'maxIdlePerHost' | 'maxConnsPerHost') => {
        const setting = native[name] as NativeSetting
        return readNative(setting, said.get(setting.name) ?? '0', name)
      }
      expect(read('maxConnsPerHost')).toBe(wanted.maxConnsPerHost)
      if (wanted.maxIdlePerHost > 0 && wanted.idleTimeoutMs >= 1) {
        expect(many(read('idleTimeoutMs'), 365 * 86_400_000)).toBe(Math.floor(wanted.idleTimeoutMs))
        expect(many(read('maxIdlePerHost'), 2 ** 31 - 1)).toBe(wanted.maxIdlePerHost)
      } else {
        expect(said.get('keepalive')).toBe('off')
      }
      expectCareful(sample, wanted)
    }),
    { numRuns: 150 },
  )
})

test('a spoiled file is refused, or changed as carefully as a whole one', () => {
  fc.assert(
    fc.property(sampleArbitrary, wantedArbitrary, spoilingArbitrary, (sample, wanted, spoiling) => {
      expectCareful({ ...sample, text: spoil(sample.text, spoiling) }, wanted)
    }),
    { numRuns: 300 },
  )
})
