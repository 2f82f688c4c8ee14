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
import { haproxyDialect } from './haproxy-dialect.ts'
import { mainSource, smallSource } from './haproxy-source.fixture.ts'

/** A file, and what its servers say where nothing is written. */
interface Sample extends SourceFile {
  readonly defaultLine: string | null
  readonly servers: readonly string[]
  /** Whether the section begins with an option that closes connections. */
  readonly closes: boolean
}

const main = {
  text: mainSource,
  defaultLine: 'default-server',
  closes: true,
  servers: ['server api1', 'server api2', 'server-template t'],
}
const small = { text: smallSource, defaultLine: null, servers: ['server w1', 'server w2'], closes: false }

const samples = [main, { ...main, text: mainSource.replaceAll('\n', '\r\n') }, small].map(
  (sample): Sample => ({ dialect: haproxyDialect, client: 'haproxy', name: 'a.cfg', ...sample }),
)

const sampleArbitrary = fc.constantFrom(...samples)

test('all servers have what is wanted after an edit, and a second one changes nothing', () => {
  fc.assert(
    fc.property(sampleArbitrary, wantedArbitrary, (sample, wanted) => {
      const done = edit(sample, wanted)
      if (done.kind === 'refused') expect.fail(done.message)
      const text = done.kind === 'edited' ? done.text : sample.text
      const values = placesIn({ ...sample, text })[0]?.values ?? []
      const said = new Map(values.map((value) => [value.name, value.text]))
      const saysOf = (server: string, name: string) =>
        said.get(`${server} ${name}`) ?? said.get(`${sample.defaultLine} ${name}`)
      const reuses = wanted.maxIdlePerHost > 0 && wanted.idleTimeoutMs >= 1
      for (const server of sample.servers) {
        expect(Number(saysOf(server, 'maxconn') ?? 0) || Infinity).toBe(wanted.maxConnsPerHost)
        const idle = Number(saysOf(server, 'pool-max-conn') ?? -1)
        if (reuses) expect(idle === -1 ? Infinity : idle).toBe(wanted.maxIdlePerHost)
      }
      const option = said.get('option') ?? (sample.closes ? 'http-server-close' : 'http-keep-alive')
      expect(option).toBe(reuses ? 'http-keep-alive' : 'http-server-close')
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
