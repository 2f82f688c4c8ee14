import type { FinishedRun } from '../../models/report/finished-run.ts'
import { bundlePageScript } from '../bundle/bundle-page-script.ts'

/**
 * A run's report as a page of one file, which needs nothing else: no network, and JavaScript only for what answers to
 * the pointer. The same run gives the same bytes.
 */
export async function htmlReport(run: FinishedRun): Promise<string> {
  // The charts take a second or two to load: only those who want the page are to wait for it.
  const { reportPage } = await import('../../reports/html/report-page.ts')
  return reportPage(run, await bundlePageScript())
}
