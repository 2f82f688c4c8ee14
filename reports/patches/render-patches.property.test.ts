import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { clients } from '../../models/clients/catalogue.ts'
import { poolSettingsArbitrary } from '../../models/clients/dialect/pool-settings.arbitrary.ts'
import { patchText, renderPatches } from './render-patches.ts'

test('no line is wider than 80 columns, a tab counting as 4', () => {
  fc.assert(
    fc.property(poolSettingsArbitrary, (settings) => {
      const lines = patchText(renderPatches(settings, clients)).replaceAll('\t', '    ').split('\n')
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
    }),
  )
})
