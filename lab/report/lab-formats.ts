import type { FinishedRun } from '../../models/report/finished-run.ts'
import { reportFormats } from '../../reports/formats/formats.ts'
import { hlogText } from '../../reports/formats/hlog.ts'
import type { RenderContext, ReportFormat } from '../../reports/formats/report-format.ts'
import { htmlReport } from '../html/write-html-report.ts'
import { encodeHlogHistogram } from './encode-hlog-histogram.ts'

/** A format as the command line has it: what makes it may be imported, or read, only then. */
export interface LabFormat extends Omit<ReportFormat, 'render'> {
  render(run: FinishedRun, context: RenderContext): string | Promise<string>
}

/** Those that need a package which is slow to import, or input and output: one entry each. */
const ownFormats: readonly LabFormat[] = [
  { name: 'html', mediaType: 'text/html; charset=utf-8', fileName: 'report.html', render: htmlReport },
  {
    name: 'hlog',
    mediaType: 'text/plain; charset=utf-8',
    fileName: 'latency.hlog',
    render: (run) => hlogText(run, encodeHlogHistogram),
  },
]

/** Every format, in the order in which they are listed to users. */
export const labFormats: readonly LabFormat[] = [...reportFormats, ...ownFormats]
