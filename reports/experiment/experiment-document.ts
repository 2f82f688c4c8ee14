import type { ExperimentReport } from '../../models/experiment/experiment-report.ts'

export const EXPERIMENT_SCHEMA = 'urn:kneepoint:schema:experiment-1'

/** What `--json` prints for an experiment. JSON has no number for what is not known: it is `null`. */
export interface ExperimentDocument extends ExperimentReport {
  /** `$id` of the schema that it follows. */
  readonly $schema: typeof EXPERIMENT_SCHEMA
}

export function experimentDocument(report: ExperimentReport): ExperimentDocument {
  return { $schema: EXPERIMENT_SCHEMA, ...report }
}
