import type { LeakCheckReport } from '../../models/leak/leak-check-report.ts'

export const LEAK_SCHEMA = 'urn:kneepoint:schema:leak-1'

/** What `leak --json` prints. JSON has no number for what is not known: it is `null`. */
export interface LeakCheckDocument extends LeakCheckReport {
  /** `$id` of the schema that it follows. */
  readonly $schema: typeof LEAK_SCHEMA
}

export function leakCheckDocument(report: LeakCheckReport): LeakCheckDocument {
  return { $schema: LEAK_SCHEMA, ...report }
}
