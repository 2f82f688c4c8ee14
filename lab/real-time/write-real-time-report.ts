import { buildRealTimeReport, type RealTimeReport } from '../../models/real-time/real-time-report.ts'
import { RealTimeTally } from '../../models/real-time/real-time-tally.ts'
import { realTimeText } from '../../reports/real-time/real-time-text.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { pathFromHere } from '../path-from-here.ts'
import { quotedWord } from '../repeat-command.ts'
import { RunDirectoryError } from '../run-directory.ts'
import { readMinutes } from './journal.ts'
import { JOURNAL, type RealTimeDirectory } from './real-time-options.ts'

/** The forms in which the report can be had; files in the run's directory are named after them. */
export const realTimeForms = ['text', 'json'] as const

export type RealTimeForm = (typeof realTimeForms)[number]

/** Names of the files. */
export const realTimeFiles: Readonly<Record<RealTimeForm, string>> = {
  text: 'report.txt',
  json: 'report.json',
}

/**
 * Computes the report from the journal, as far as the run has come.
 *
 * @throws RunDirectoryError when the plan or the journal cannot be read
 */
export async function readRealTimeReport(directory: RealTimeDirectory): Promise<RealTimeReport> {
  const artifact = await directory.read()
  if (artifact === null) throw new RunDirectoryError(`${directory.path} ended before it had begun`)
  const tally = new RealTimeTally(artifact.plan)
  for await (const entry of readMinutes(directory.file(JOURNAL))) tally.add(entry)
  const { name, seed, startedAt, scenarioHash, scenarioFile, environment, state } = directory.record
  const from = artifact.recommended === null ? '' : ` --from-run ${quotedWord(artifact.recommended.fromRun)}`
  const own = artifact.targetUrl === null ? '' : ` --target ${quotedWord(artifact.targetUrl)}`
  const { scheduleMs } = artifact.plan
  const command =
    state === 'done'
      ? `kneepoint run ${quotedWord(pathFromHere(scenarioFile))} --real-time${from} --for ${scheduleMs}ms --seed ${seed}${own}`
      : `kneepoint run --resume ${quotedWord(pathFromHere(directory.path))}`
  const { runtime, cores, cpu } = environment
  const identity = {
    name,
    seed,
    startedAt,
    scenarioHash,
    command,
    environment: `${runtime}, ${cores} cores, ${cpu}`,
  }
  return buildRealTimeReport(identity, artifact, tally)
}

/** The report in one form, as it is written to a file. */
export function renderRealTime(report: RealTimeReport, form: RealTimeForm): string {
  return form === 'text' ? realTimeText(report) : `${JSON.stringify(report, null, 2)}\n`
}

/** Writes the report into the run's directory, and prints it on stdout. Where it could not be written, stderr says so. */
export async function publishRealTime(
  directory: RealTimeDirectory,
  report: RealTimeReport,
  print: RealTimeForm,
): Promise<void> {
  try {
    for (const form of realTimeForms) {
      await directory.writeText(realTimeFiles[form], renderRealTime(report, form))
    }
  } catch (error) {
    if (!(error instanceof RunDirectoryError)) throw error
    process.stderr.write(`warning: the report is not in ${directory.path}: ${error.message}\n`)
  }
  process.stdout.write(
    print === 'json'
      ? renderRealTime(report, 'json')
      : `\n${realTimeText(report, createPaint(process.stdout))}`,
  )
}
