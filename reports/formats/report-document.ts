import type { RunFigures } from '../../models/report/figures/run-figures.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import type { Report } from '../../models/report/report.ts'
import type { RenderedPatch } from '../patches/render-patches.ts'
import { type HotPathsDocument, hotPathsDocument } from '../profile/hot-paths-document.ts'
import { knownPatches } from './known-patches.ts'

export const REPORT_SCHEMA = 'urn:kneepoint:schema:report-1'

/**
 * What `--json` prints. JSON has no number for no limit and for what is not known: both are `null`, and the schema
 * says which of them a field means.
 */
export interface ReportDocument extends Report {
  /** `$id` of the schema that it follows. */
  readonly $schema: typeof REPORT_SCHEMA
  /** For every client, the scenario's own first; none where there is nothing to change, or it may not be applied. */
  readonly patches: readonly RenderedPatch[]
  readonly figures: RunFigures
  /** What the target did with its time; `null` where it was not looked at. */
  readonly hotPaths: HotPathsDocument | null
}

export function reportDocument({ report, figures, hotPaths }: FinishedRun): ReportDocument {
  return {
    $schema: REPORT_SCHEMA,
    ...report,
    patches: knownPatches(report),
    figures,
    hotPaths: hotPaths === null ? null : hotPathsDocument(hotPaths),
  }
}
