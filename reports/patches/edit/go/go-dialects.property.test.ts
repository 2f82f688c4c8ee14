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
import { fasthttpDialect } from './fasthttp.ts'
import { goNetHttpDialect } from './go-net-http.ts'
import { cloneSource, fasthttpSource, hertzSource, literalSource } from './go-source.fixture.ts'
import { hertzDialect } from './hertz.ts'

/** What a file says in the end, by the names of its values; absent where it says nothing. */
type Reading = (
  written: ReadonlyMap<string, number>,
) => readonly [idleMs: number, idle: number | null, open: number]

interface Sample extends SourceFile {
  readonly read: Reading
}

const noLimit = (value: number) => (value <= 0 ? Infinity : value)
const manyIsAll = (value: number) => (value >= 2 ** 31 - 1 ? Infinity : value)
const yearIsAll = (ms: number) => (ms >= 365 * 86_400_000 ? Infinity : ms)

function transport(text: string, defaultIdleMs: number): Sample {
  return {
    dialect: goNetHttpDialect,
    client: 'go-net-http',
    name: 'a.go',
    text,
    read: (written) => [
      noLimit(written.get('IdleConnTimeout') ?? defaultIdleMs),
      manyIsAll(Math.max(written.get('MaxIdleConnsPerHost') || 2, 0)),
      noLimit(written.get('MaxConnsPerHost') ?? 0),
    ],
  }
}

const samples: readonly Sample[] = [literalSource, literalSource.replaceAll('\n', '\r\n')]
  .map((text) => transport(text, 0))
  .concat(transport(cloneSource, 90_000), {
    dialect: hertzDialect,
    client: 'hertz',
    name: 'a.go',
    text: hertzSource,
    read: (written) => [
      yearIsAll(written.get('WithMaxIdleConnDuration') ?? 10_000),
      null,
      noLimit(written.get('WithMaxConnsPerHost') ?? 0),
    ],
  })
  .concat({
    dialect: fasthttpDialect,
    client: 'fasthttp',
    name: 'a.go',
    text: fasthttpSource,
    read: (written) => [
      yearIsAll(written.get('MaxIdleConnDuration') ?? 10_000),
      null,
      manyIsAll(written.get('MaxConnsPerHost') ?? 512),
    ],
  })

/** The forms that an edit writes, and those that the samples hold; times in ms. */
function numberIn(text: string): number {
  const [, count, unit] = /^(\d+) ?\* ?(?:time\.)?(Second|Millisecond|1e9|1e6)$/.exec(text) ?? []
  if (count !== undefined) return Number(count) * (unit === 'Second' || unit === '1e9' ? 1000 : 1)
  if (/^1<<31 - 1$|MaxInt32$/.test(text)) return 2 ** 31 - 1
  if (text === '1*time.Minute + 30*time.Second') return 90_000
  return text === 'fasthttp.DefaultMaxConnsPerHost' ? 512 : Number(text)
}

const sampleArbitrary = fc.constantFrom(...samples)

test('a file says what is wanted after an edit, and a second one changes nothing', () => {
  fc.assert(
    fc.property(sampleArbitrary, wantedArbitrary, (sample, wanted) => {
      const done = edit(sample, wanted)
      if (done.kind === 'refused') expect.fail(done.message)
      const text = done.kind === 'edited' ? done.text : sample.text
      const values = placesIn({ ...sample, text })[0]?.values ?? []
      const said = sample.read(new Map(values.map((value) => [value.name, numberIn(value.text)])))
      const reuses = wanted.maxIdlePerHost > 0 && wanted.idleTimeoutMs >= 1
      expect(said[2]).toBe(wanted.maxConnsPerHost)
      if (said[1] !== null) expect(said[1]).toBe(reuses ? wanted.maxIdlePerHost : 0)
      if (reuses) expect(said[0]).toBe(Math.floor(wanted.idleTimeoutMs))
      expectCareful(sample, wanted)
    }),
    { numRuns: 100 },
  )
})

test('a spoiled file is refused, or changed as carefully as a whole one', () => {
  fc.assert(
    fc.property(sampleArbitrary, wantedArbitrary, spoilingArbitrary, (sample, wanted, spoiling) => {
      expectCareful({ ...sample, text: spoil(sample.text, spoiling) }, wanted)
    }),
    { numRuns: 200 },
  )
})
