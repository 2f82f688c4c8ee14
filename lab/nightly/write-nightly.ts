import { makeFolder } from '../make-folder.ts'
import { appendFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nightlyJunit } from '../../reports/nightly/nightly-junit.ts'
import type { NightlyReport } from '../../reports/nightly/nightly-report.ts'
import { nightlySummary } from '../../reports/nightly/nightly-summary.ts'
import { UsageError } from '../usage-error.ts'
import { writeWhole } from '../write-whole.ts'
import type { NightlyOptions } from './nightly-options.ts'

/**
 * Writes the files of a nightly: the trend page, JUnit XML where it is wanted, and the summary of a step of GitHub
 * Actions where there is one.
 *
 * @throws UsageError when one cannot be written
 */
export async function writeNightly(
  report: NightlyReport,
  { junitFile, htmlFile, history }: NightlyOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  // The charts take a third of a second to load, which is not wanted before the measurement.
  const { trendPage } = await import('../../reports/nightly/trend-page.ts')
  await writeFileAt(htmlFile ?? join(history, 'trend.html'), trendPage(report))
  if (junitFile !== null) await writeFileAt(junitFile, nightlyJunit(report))
  const summaryFile = env['GITHUB_STEP_SUMMARY']
  if (summaryFile === undefined || summaryFile === '') return
  await orExplain(summaryFile, () => appendFile(summaryFile, `${nightlySummary(report)}\n`))
}

async function writeFileAt(path: string, text: string): Promise<void> {
  await orExplain(path, async () => {
    await makeFolder(dirname(path))
    await writeWhole(path, text)
  })
}

async function orExplain(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`)
  }
}
