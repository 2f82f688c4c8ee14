import { csvTable } from './csv-tables.ts'
import { csvText } from './csv-text.ts'
import type { ReportFormat } from './report-format.ts'

/** One table, the metrics unless another is asked for. */
export const csvFormat: ReportFormat = {
  name: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  fileName: 'report.csv',
  render(run, { table = 'metrics' } = {}) {
    const { header, rows } = csvTable(table, run)
    return csvText(header, rows)
  },
}
