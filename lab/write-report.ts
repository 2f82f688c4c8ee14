import { rm } from 'node:fs/promises'
import type { Report } from '../models/report/report.ts'
import { reportPatches, reportText } from '../reports/terminal/report-text.ts'
import { readReport } from './read-report.ts'
import type { RunDirectory } from './run-directory.ts'

/** Writes a run's report into its directory, and prints it. */
export async function writeReport(directory: RunDirectory, print: 'text' | 'json'): Promise<Report> {
  const report = await readReport(directory)
  const patches = reportPatches(report)
  const text = reportText(report)
  const json = JSON.stringify({ ...report, patches }, null, 2)
  await directory.writeText('report.txt', text)
  await directory.writeText('report.json', `${json}\n`)
  await rm(directory.file('patches'), { recursive: true, force: true })
  for (const patch of patches)
    await directory.writeText(`patches/${patch.client}/${patch.fileName}`, patch.text)
  process.stdout.write(print === 'json' ? `${json}\n` : `\n${text}`)
  return report
}
