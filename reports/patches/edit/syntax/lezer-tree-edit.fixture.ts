import * as fc from 'fast-check'
import { expect } from 'vitest'
import { findClient } from '../../../../models/clients/catalogue.ts'
import type { ConfigDialect, ConfigPlace, WantedSettings } from '../config-dialect.ts'
import { type ConfigEdit, editConfig } from '../edit-config.ts'

/** A source file of a test, and the client whose pool is changed in it. */
export interface SourceFile {
  readonly dialect: ConfigDialect
  readonly client: string
  readonly name: string
  readonly text: string
  /** Line of the pool meant, where there are several. */
  readonly line?: number
}

/** What most tests ask for. */
export const wantedSample: WantedSettings = {
  idleTimeoutMs: 55_000,
  maxIdlePerHost: 64,
  maxConnsPerHost: 128,
}

export const unlimited: WantedSettings = {
  idleTimeoutMs: Infinity,
  maxIdlePerHost: Infinity,
  maxConnsPerHost: Infinity,
}

/** Settings that leave nothing to reuse. */
export const noReuse: WantedSettings = { ...wantedSample, maxIdlePerHost: 0 }

export function edit(file: SourceFile, wanted: WantedSettings = wantedSample): ConfigEdit {
  const { dialect, client, name, text, line = null } = file
  return editConfig({ file: { name, text }, client: findClient(client), wanted, dialects: [dialect], line })
}

/** The file after the edit; fails where there is none. */
export function editedText(file: SourceFile, wanted: WantedSettings = wantedSample): string {
  const done = edit(file, wanted)
  if (done.kind === 'refused') expect.fail(done.message)
  return done.kind === 'edited' ? done.text : file.text
}

/** The lines that an edit takes away, with `-`, and adds, with `+`, in their order and as they are. */
export function editedLines(file: SourceFile, wanted: WantedSettings = wantedSample): string[] {
  return lineDifference(file.text.split('\n'), editedText(file, wanted).split('\n'))
}

/** Why an edit is refused; fails where it is not. */
export function refusal(file: SourceFile, wanted: WantedSettings = wantedSample): string {
  const done = edit(file, wanted)
  return done.kind === 'refused' ? done.message : expect.fail(`it was ${done.kind}`)
}

export function placesIn({ dialect, client, name, text }: SourceFile): readonly ConfigPlace[] {
  return dialect.findPlaces({ name, text }, findClient(client))
}

/** By the longest common subsequence, taken greedily from tables of its lengths. */
function lineDifference(before: readonly string[], after: readonly string[]): string[] {
  const lengths = before.map(() => after.map(() => 0))
  const lengthAt = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const longest = Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1))
      ;(lengths[i] as number[])[j] = before[i] === after[j] ? lengthAt(i + 1, j + 1) + 1 : longest
    }
  }
  const lines: string[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++
      j++
    } else if (j >= after.length || (i < before.length && lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      lines.push(`-${before[i++]}`)
    } else {
      lines.push(`+${after[j++]}`)
    }
  }
  return lines
}

const count = (min: number) => fc.oneof(fc.integer({ min, max: 3000 }), fc.constant(Infinity))

/** What recommendations may ask for. */
export const wantedArbitrary: fc.Arbitrary<WantedSettings> = fc.record({
  idleTimeoutMs: fc.oneof(
    fc.integer({ min: 1, max: 10_000_000 }),
    fc.integer({ min: 1, max: 600 }).map((seconds) => seconds * 1000),
    fc.double({ min: 0.01, max: 1e5, noNaN: true }),
    fc.constant(Infinity),
  ),
  maxIdlePerHost: count(0),
  maxConnsPerHost: count(1),
})

/** A way to spoil a text: a part of it is replaced by another text. */
export interface Spoiling {
  readonly at: number
  readonly length: number
  readonly by: string
}

export const spoilingArbitrary: fc.Arbitrary<Spoiling> = fc.record({
  at: fc.nat({ max: 10_000 }).map((part) => part / 10_000),
  length: fc.oneof(
    { arbitrary: fc.nat({ max: 3 }), weight: 5 },
    { arbitrary: fc.constant(100_000), weight: 1 },
  ),
  by: fc.oneof(
    fc.constantFrom('', '{', '}', '(', ')', ',', '"', '`', '/*', '//', ':', '\n', '...', 'x', '\\', ' = '),
    fc.string({ maxLength: 4 }),
  ),
})

export function spoil(text: string, { at, length, by }: Spoiling): string {
  const from = Math.floor(at * text.length)
  return text.slice(0, from) + by + text.slice(from + length)
}

/** What no edit may miss: only values, and spaces by spaces, are replaced, all else is added; a second edit changes nothing. */
export function expectCareful(file: SourceFile, wanted: WantedSettings): void {
  const done = edit(file, wanted)
  if (done.kind !== 'edited') return
  const place = placesIn(file).find(({ title, from }) => {
    return title === done.place.title && file.text.slice(0, from).split('\n').length === done.place.line
  })
  for (const splice of place?.plan(wanted).splices ?? expect.fail('the place is gone')) {
    if (splice.from === splice.to) continue
    const replaced = file.text.slice(splice.from, splice.to)
    if (/^ +$/.test(replaced) && /^ +$/.test(splice.text)) continue
    expect(place?.values.some(({ from, text }) => from === splice.from && text === replaced)).toBe(true)
  }
  expect(edit({ ...file, text: done.text }, wanted).kind).toBe('unchanged')
}
