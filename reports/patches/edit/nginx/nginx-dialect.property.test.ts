import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  edit,
  expectCareful,
  placesIn,
  type SourceFile,
  spoil,
  spoilingArbitrary,
  wantedArbitrary,
} from '../syntax/lezer-tree-edit.fixture.ts'
import { nginxDialect } from './nginx-dialect.ts'
import { bareSource, fragmentSource, siteSource } from './nginx-source.fixture.ts'
import { nginxTimeMs } from './nginx-time.ts'

const samples = [siteSource, siteSource.replaceAll('\n', '\r\n'), fragmentSource.replace('${WEB_LIMIT}', '9')]
  .concat(bareSource)
  .map((text): SourceFile => ({ dialect: nginxDialect, client: 'nginx-upstream', name: 'a.conf', text }))

const sampleArbitrary = fc.constantFrom(...samples)

test('an upstream says what is wanted after an edit, and a second one changes nothing', () => {
  fc.assert(
    fc.property(sampleArbitrary, wantedArbitrary, (sample, wanted) => {
      const done = edit(sample, wanted)
      if (done.kind === 'refused') expect.fail(done.message)
      const text = done.kind === 'edited' ? done.text : sample.text
      const values = placesIn({ ...sample, text })[0]?.values ?? []
      const said = new Map(values.map((value) => [value.name, value.text]))
      const limits = values
        .filter(({ name }) => name.endsWith(' max_conns'))
        .map((value) => Number(value.text))
      const limit = wanted.maxConnsPerHost === Infinity ? 0 : wanted.maxConnsPerHost
      for (const each of limits) expect(each).toBe(limit)
      if (limit !== 0) expect(limits).toHaveLength(text.match(/^\s*server ["u\d]|server web/gm)?.length ?? -1)
      if (wanted.maxIdlePerHost > 0 && wanted.idleTimeoutMs >= 1) {
        const idle = wanted.maxIdlePerHost === Infinity ? 1024 : wanted.maxIdlePerHost
        expect(Number(said.get('keepalive'))).toBe(idle)
        const idleMs = nginxTimeMs(said.get('keepalive_timeout') ?? '60s')
        expect(idleMs).toBe(Math.floor(Math.min(wanted.idleTimeoutMs, 24 * 86_400_000)))
      } else {
        expect(said.get('keepalive_requests')).toBe('1')
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
