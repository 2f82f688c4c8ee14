import { plainPaint } from '../terminal/paint.ts'
import { reportText } from '../terminal/report-text.ts'
import type { ReportFormat } from './report-format.ts'

/** What a terminal shows, without colours. */
export const textFormat: ReportFormat = {
  name: 'text',
  mediaType: 'text/plain; charset=utf-8',
  fileName: 'report.txt',
  render: ({ report, hotPaths }) => reportText(report, plainPaint, hotPaths),
}
