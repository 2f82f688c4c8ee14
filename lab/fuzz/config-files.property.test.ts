import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clients } from '../../models/clients/catalogue.ts'
import { sampleSettings } from '../../models/clients/dialect/sample-settings.fixture.ts'
import { configDialects } from '../../reports/patches/edit/dialects.ts'
import { editConfig } from '../../reports/patches/edit/edit-config.ts'
import { snippetFile } from '../../reports/patches/edit/snippet-file.fixture.ts'
import { FUZZ_TIMEOUT_MS, fuzzRuns } from './fuzz-runs.fixture.ts'
import { hostileSnippets, mutatedText } from './mutated-text.arbitrary.ts'

const editable = clients.filter(({ name }) =>
  configDialects.some(
    (dialect) =>
      dialect.clients.includes(name) &&
      dialect.reads(
        snippetFile(
          clients.find((each) => each.name === name)!,
          sampleSettings,
        ).name,
      ),
  ),
)
const wanted = { ...sampleSettings, idleTimeoutMs: 41_000, maxIdlePerHost: 7, maxConnsPerHost: 19 }

describe.each(editable.map((client) => ({ name: client.name, client })))(
  'a damaged file with the pool of $name',
  ({ client }) => {
    test(
      'is changed as wanted, or left alone with the reason',
      () => {
        const file = snippetFile(client, sampleSettings)
        const texts = fc.oneof(
          { weight: 5, arbitrary: mutatedText([file.text]) },
          fc.array(fc.constantFrom(...hostileSnippets), { maxLength: 8 }).map((parts) => parts.join('')),
        )
        fc.assert(
          fc.property(texts, fc.constantFrom(null, 1, 2), (text, line) => {
            const edit = editConfig({
              file: { ...file, text },
              client,
              wanted,
              dialects: configDialects,
              line,
            })
            if (edit.kind === 'refused') {
              expect(edit.message).toContain(file.name)
              expect(edit.message.length).toBeLessThan(20_000)
              return
            }
            if (edit.kind !== 'edited') return
            const again = editConfig({
              file: { ...file, text: edit.text },
              client,
              wanted,
              dialects: configDialects,
              line,
            })
            expect(again.kind).not.toBe('edited')
          }),
          { numRuns: fuzzRuns(15) },
        )
      },
      FUZZ_TIMEOUT_MS,
    )
  },
)
