import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { clients } from '../../models/clients/catalogue.ts'
import { poolSettingsArbitrary } from '../../models/clients/dialect/pool-settings.arbitrary.ts'
import { patchText, renderPatches } from './render-patches.ts'

/** Their languages have names of their own that do not fit: `org.apache.hc.client5…`, `@type`. */
const wideDialects = new Set(['apache-httpclient5', 'okhttp', 'envoy', 'bun-fetch'])

test('no line is wider than 80 columns, a tab counting as 4, but for the snippets of wide dialects', () => {
  fc.assert(
    fc.property(poolSettingsArbitrary, (settings) => {
      for (const patch of renderPatches(settings, clients)) {
        const snippet = new Set(patch.text.split('\n').map((line) => `  ${line}`))
        for (const line of patchText([patch]).split('\n')) {
          const widest = wideDialects.has(patch.client) && snippet.has(line) ? 110 : 80
          expect(line.replaceAll('\t', '    ').length, line).toBeLessThanOrEqual(widest)
        }
      }
    }),
  )
})
