import { rm } from 'node:fs/promises'
import { buildReport, type GeneratorCapacity, type Report } from '../models/report/report.ts'
import { reportPatches, reportText } from '../reports/terminal/report-text.ts'
import type { RunDirectory, RunRecord } from './run-directory.ts'

/** Computes a run's report from what its stages left, writes it into the run directory, and prints it. */
export async function writeReport(directory: RunDirectory, print: 'text' | 'json'): Promise<Report> {
  const { name, seed, plan, environment } = directory.record
  const report = buildReport({
    name,
    seed,
    plan,
    environment: `${environment.runtime}, ${environment.cores} cores, ${environment.cpu}`,
    generator: generatorOf(directory.record),
    probe: await directory.read('probe'),
    sweep: await directory.read('sweep'),
    fit: await directory.read('fit'),
    simulate: await directory.read('simulate'),
    recommend: await directory.read('recommend'),
    verify: await directory.read('verify'),
  })
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

/** Runs of earlier versions have no certificate. */
function generatorOf({ certificate }: RunRecord): GeneratorCapacity | null {
  const capacity = certificate?.drivers.find(({ driver }) => driver === 'undici')
  if (certificate == null || capacity === undefined) return null
  const { driver, highestRate, latenessP99Ms } = capacity
  return { driver, highestRate, latenessP99Ms, measuredAt: certificate.measuredAt }
}
