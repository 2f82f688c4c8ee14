import { describe, expect, it } from 'vitest'
import {
  buildExperimentReport,
  EXPERIMENT_SCHEMA_VERSION,
} from '../../models/experiment/experiment-report.ts'
import { EXPERIMENT_SCHEMA, experimentDocument } from '../../reports/experiment/experiment-document.ts'
import { artifact, experimentReport, identity } from '../../reports/experiment/experiment-report.fixture.ts'
import { asJson, problemsOf, readSchema, unnoticed } from '../report/published-schema.fixture.ts'

const { schema, validate } = readSchema('experiment-1')

describe('experiment-1.schema.json', () => {
  it('has the names that documents give it', () => {
    expect(schema.$id).toBe(EXPERIMENT_SCHEMA)
    expect(schema.properties.schemaVersion.const).toBe(EXPERIMENT_SCHEMA_VERSION)
  })

  it('describes an experiment, whole or ended early', () => {
    expect(problemsOf(validate, asJson(experimentDocument(experimentReport)))).toEqual([])
    const begun = buildExperimentReport(identity, { ...artifact, rounds: [] })
    expect(problemsOf(validate, asJson(experimentDocument(begun)))).toEqual([])
  })

  it('does not describe a document with a field more or less, anywhere', () => {
    const events = [{ atMs: 12, instance: 'http://127.0.0.1:1', event: 'stopped', variant: 'none', round: 0 }]
    const edges = [{ from: 'log', to: 'metric', label: 'then', kind: 'failure' as const }]
    const graphs = [{ title: 'The way of an error', mermaid: 'flowchart LR', edges }]
    const document = experimentDocument({ ...experimentReport, events, graphs })
    expect(unnoticed(validate, asJson(document))).toEqual([])
  })
})
