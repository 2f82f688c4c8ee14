import { bencherFormat } from './bencher-format.ts'
import { benchmarkFormat } from './benchmark-format.ts'
import { csvFormat } from './csv-format.ts'
import { githubFormat } from './github-format.ts'
import { jsonFormat } from './json-format.ts'
import { junitFormat } from './junit-format.ts'
import { markdownFormat } from './markdown-format.ts'
import { ndjsonFormat } from './ndjson-format.ts'
import { openMetricsFormat } from './openmetrics-format.ts'
import { hgrmAfterFormat, hgrmBeforeFormat, hgrmFormat } from './percentile-spectrum-format.ts'
import type { ReportFormat } from './report-format.ts'
import { textFormat } from './text-format.ts'

/** All that need nothing but the run, in the order in which they are listed to users. */
export const reportFormats: readonly ReportFormat[] = [
  textFormat,
  markdownFormat,
  jsonFormat,
  csvFormat,
  ndjsonFormat,
  junitFormat,
  githubFormat,
  benchmarkFormat,
  bencherFormat,
  openMetricsFormat,
  hgrmFormat,
  hgrmBeforeFormat,
  hgrmAfterFormat,
]
