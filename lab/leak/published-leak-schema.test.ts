import { describe, expect, it } from 'vitest'
import { buildLeakCheckReport, LEAK_SCHEMA_VERSION } from '../../models/leak/leak-check-report.ts'
import { LEAK_SCHEMA, leakCheckDocument } from '../../reports/leak/leak-check-document.ts'
import { beforeAndAfter, leakIdentity, onlyOne } from '../../reports/leak/leak-check-report.fixture.ts'
import { leakReport } from '../../reports/leak/leak-report.fixture.ts'
import { asJson, problemsOf, readSchema, unnoticed } from '../report/published-schema.fixture.ts'

const { schema, validate } = readSchema('leak-1')

describe('leak-1.schema.json', () => {
  it('has the names that documents give it', () => {
    expect(schema.$id).toBe(LEAK_SCHEMA)
    expect(schema.properties.schemaVersion.const).toBe(LEAK_SCHEMA_VERSION)
  })

  it('describes a leak check, whole or ended early, with a verdict or without', () => {
    const begun = buildLeakCheckReport(leakIdentity, { variants: [], planned: 2, notes: ['A note.'] })
    const noisy = onlyOne(leakReport((share) => 9_000_000 * Math.abs(Math.sin(40 * share)), {}))
    for (const report of [beforeAndAfter(), onlyOne(), begun, noisy]) {
      expect(problemsOf(validate, asJson(leakCheckDocument(report)))).toEqual([])
    }
  })

  it('does not describe a document with a field more or less, anywhere', () => {
    expect(unnoticed(validate, asJson(leakCheckDocument(beforeAndAfter())))).toEqual([])
  })
})
