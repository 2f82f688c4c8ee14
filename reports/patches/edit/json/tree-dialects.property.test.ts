import * as fc from 'fast-check'
import { parse as parseJsonc } from 'jsonc-parser'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { poolSettingsArbitrary } from '../../../../models/clients/dialect/pool-settings.arbitrary.ts'
import { applyJsonPatch } from '../../json-patch.oracle.ts'
import { jsonPatchFor } from '../../json-patch.ts'
import type { WantedSettings } from '../config-dialect.ts'
import { clientNamed, edit, treeDialects } from './edit-tree.fixture.ts'
import type { PlainValue } from './plain-value.ts'
import { textSamples, treeSamples } from './tree-samples.fixture.ts'
import { wantsReuse } from '../wants-reuse.ts'

function parsed(file: string, text: string): PlainValue {
  if (file.endsWith('.toml')) return getStaticTOMLValue(parseTOML(text)) as PlainValue
  return (file.endsWith('.json') ? parseJsonc(text) : parseYaml(text)) as PlainValue
}

function leaves(value: PlainValue, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]])
  return new Map(Object.entries(value).flatMap(([key, each]) => [...leaves(each, `${path}/${key}`)]))
}

/** Seconds or a count; a time as text is one number with one unit. */
function amount(value: unknown): number {
  const [, digits, unit] = /^(-?[\d.]+)(ms|s)?$/.exec(String(value)) ?? []
  return Number(digits) / (unit === 'ms' ? 1000 : 1)
}

/** Whether the lines that hold no setting are still there, in the same order. */
function keepsOtherLines(before: string, after: string): boolean {
  const rest = after.split('\n')
  return before
    .split('\n')
    .filter((line) => !settingLine.test(line))
    .every((line) => {
      const at = rest.indexOf(line)
      rest.splice(0, at + 1)
      return at >= 0
    })
}

/** What the splices for a file with one place take away that is no value of it. */
function takenBesidesValues(file: string, client: string, text: string, wanted: WantedSettings): string[] {
  const dialect = treeDialects.find((each) => each.reads(file))
  const [place] = dialect?.findPlaces({ name: file, text }, clientNamed(client)) ?? []
  const content = (written: string) => written.replaceAll(/["'\\\s]/g, '')
  const values = (place?.values ?? []).map((value) => content(value.text))
  return (place?.plan(wanted).splices ?? [])
    .map(({ from, to }) => content(text.slice(from, to)))
    .filter((taken) => !/^(~|null)?$/i.test(taken) && !values.some((value) => value.includes(taken)))
}

const settingLine =
  /idle|max|connectionPool|http:|tcp:|thresholds|JAVA_TOOL|BUN_|-D|serversTransport|forwarding|jdk\.|reactor\.|00$|^ {6}\}|handler|common/i

const wantedArbitrary: fc.Arbitrary<WantedSettings> = poolSettingsArbitrary.map(
  ({ idleTimeoutMs, maxIdlePerHost, maxConnsPerHost }) => ({
    idleTimeoutMs,
    maxIdlePerHost,
    maxConnsPerHost,
  }),
)

describe.each(treeSamples)('$file of $client', (sample) => {
  const { file, client, text, mayChange } = sample
  const before = leaves(parsed(file, text))

  test('says what is wanted, and all else as before, as another parser reads it', () => {
    fc.assert(
      fc.property(wantedArbitrary, fc.constantFrom('\n', '\r\n'), (wanted, eol) => {
        const source = text.replaceAll('\n', eol)
        const result = edit(file, client, source, { wanted })
        expect(result.kind).not.toBe('refused')
        const afterText = result.kind === 'edited' ? result.text : source
        const after = leaves(parsed(file, afterText))
        const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
          (path) => before.get(path) !== after.get(path),
        )
        expect(changed.filter((path) => !mayChange.test(path) && after.get(path) !== undefined)).toEqual([])
        expectSaid(after, wanted)
        expect(keepsOtherLines(text, afterText.replaceAll('\r\n', '\n'))).toBe(true)
        expect(afterText.replaceAll(eol, '')).not.toMatch(/[\r\n]/)
        expect(edit(file, client, afterText, { wanted }).kind).toBe('unchanged')
      }),
      { numRuns: 25 },
    )
  })

  /** Never more than wanted, and less only by rounding or where the client holds no more. */
  function expectSaid(after: Map<string, unknown>, wanted: WantedSettings): void {
    const { idleTimeoutMs, maxIdlePerHost, maxConnsPerHost } = wanted
    if (sample.maxConns !== undefined && maxConnsPerHost < 2 ** 31) {
      expect(amount(after.get(sample.maxConns) ?? 1024)).toBe(maxConnsPerHost)
    }
    if (!wantsReuse(wanted)) return
    if (sample.maxIdle !== undefined && maxIdlePerHost < 2 ** 31) {
      const unset = client === 'caddy' ? 32 : 200
      expect(amount(after.get(sample.maxIdle) ?? unset)).toBe(maxIdlePerHost)
    }
    if (sample.idleTimeout !== undefined && idleTimeoutMs < 3e10) {
      const unset = { caddy: '120s', traefik: '90s' }[client] ?? '3600s'
      expect(amount(after.get(sample.idleTimeout) ?? unset)).toBeCloseTo(Math.floor(idleTimeoutMs) / 1000, 6)
    }
  }
})

const patchable = treeSamples.filter(({ file }) => !file.endsWith('.toml'))

test.each(patchable)(
  'the JSON Patch of $file for $client makes the edited file of it',
  ({ file, client, text }) => {
    fc.assert(
      fc.property(wantedArbitrary, (wanted) => {
        const result = edit(file, client, text, { wanted })
        const patch = jsonPatchFor({
          file: { name: file, text },
          client: clientNamed(client),
          wanted,
          line: null,
        })
        expect(patch.kind).toBe('operations')
        const operations = patch.kind === 'operations' ? patch.operations : []
        const after = parsed(file, result.kind === 'edited' ? result.text : text)
        expect(applyJsonPatch(parsed(file, text), operations)).toEqual(after)
      }),
      { numRuns: 12 },
    )
  },
)

test.each(textSamples)('$file for $client says what is wanted once and for all', ({ file, client, text }) => {
  fc.assert(
    fc.property(wantedArbitrary, (wanted) => {
      const result = edit(file, client, text, { wanted })
      expect(result.kind).not.toBe('refused')
      const after = result.kind === 'edited' ? result.text : text
      expect(edit(file, client, after, { wanted }).kind).toBe('unchanged')
      expect(keepsOtherLines(text, after)).toBe(true)
    }),
    { numRuns: 20 },
  )
})

test.each([...treeSamples, ...textSamples])(
  '$file for $client, spoiled, is edited safely or refused',
  (sample) => {
    const { file, client, text } = sample
    const spoiled = fc
      .tuple(
        fc.nat(text.length),
        fc.nat(12),
        fc.constantFrom(
          '',
          '{',
          '}',
          ']',
          ':',
          ' ',
          '\n',
          '\t',
          '"',
          "'",
          '#',
          '&a ',
          '*a',
          '- ',
          '=',
          '\\',
          '{{',
          '|',
          'é',
        ),
        fc.boolean(),
      )
      .map(([at, cut, added, isTruncated]) =>
        isTruncated ? text.slice(0, at) + added : text.slice(0, at) + added + text.slice(at + cut),
      )
    fc.assert(
      fc.property(spoiled, wantedArbitrary, (source, wanted) => {
        const result = edit(file, client, source, { wanted })
        if (result.kind !== 'edited') return
        expect(edit(file, client, result.text, { wanted }).kind).toBe('unchanged')
        expect(takenBesidesValues(file, client, source, wanted)).toEqual([])
      }),
      { numRuns: 50 },
    )
  },
)
