import { reportDocument } from './report-document.ts'
import type { ReportFormat } from './report-format.ts'

/** One JSON document, as `reports/schemas/report-1.schema.json` describes it. */
export const jsonFormat: ReportFormat = {
  name: 'json',
  mediaType: 'application/json',
  fileName: 'report.json',
  render: (run) => `${JSON.stringify(reportDocument(run), null, 2)}\n`,
}
