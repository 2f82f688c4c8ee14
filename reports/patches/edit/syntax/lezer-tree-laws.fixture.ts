import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WantedSettings } from '../config-dialect.ts'
import {
  edit,
  expectCareful,
  placesIn,
  type SourceFile,
  spoil,
  spoilingArbitrary,
  wantedArbitrary,
} from './lezer-tree-edit.fixture.ts'

/** A file, and what its pool says after an edit, as texts read without the dialect. */
export interface SourceSample extends SourceFile {
  /** Names of the values that an edit may change; the others have to be as they were. */
  readonly settings: readonly string[]
  /** What the values mean, by the client's rules for those that are not written. */
  readonly says: (values: ReadonlyMap<string, string>) => Readonly<Record<string, unknown>>
  readonly expected: (wanted: WantedSettings) => Readonly<Record<string, unknown>>
}

/** The values that the pool meant has, by their names; of one name the last. */
function valuesOf(file: SourceSample, text: string): Map<string, string> {
  const places = placesIn({ ...file, text })
  const line = file.line
  const lineOf = (from: number) => text.slice(0, from).split('\n').length
  const place =
    places.find(({ from }) => line === undefined || lineOf(from) === line) ?? expect.fail('no place')
  return new Map(place.values.map((value) => [value.name.replace(/ \(\d+\)$/, ''), value.text]))
}

/** What holds for every dialect of source code, over files that can be edited. */
export function sourceDialectLaws(samples: readonly SourceSample[]): void {
  const sample = fc.constantFrom(...samples)

  test('a pool says what is wanted after an edit, once and for all, and all else is as it was', () => {
    fc.assert(
      fc.property(sample, wantedArbitrary, (file, wanted) => {
        const done = edit(file, wanted)
        if (done.kind === 'refused') expect.fail(done.message)
        const before = valuesOf(file, file.text)
        const after = valuesOf(file, done.kind === 'edited' ? done.text : file.text)
        expect(file.says(after)).toMatchObject(file.expected(wanted))
        for (const name of new Set([...before.keys(), ...after.keys()])) {
          if (!file.settings.includes(name)) expect(after.get(name), name).toBe(before.get(name))
        }
        expectCareful(file, wanted)
      }),
      { numRuns: 60 },
    )
  })

  test('a spoiled file is refused, or changed as carefully as a whole one', () => {
    fc.assert(
      fc.property(sample, wantedArbitrary, spoilingArbitrary, (file, wanted, spoiling) => {
        expectCareful({ ...file, text: spoil(file.text, spoiling) }, wanted)
      }),
      { numRuns: 100 },
    )
  })
}

/** A time in whole ms as an edit writes it, at most `longestMs`; `Infinity` from there on. */
export function wholeMs(ms: number, longestMs: number): number {
  return ms >= longestMs ? Infinity : Math.floor(ms)
}
