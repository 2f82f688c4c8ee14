import { rm } from 'node:fs/promises'
import type { FinishedRun } from '../models/report/finished-run.ts'
import type { Report } from '../models/report/report.ts'
import { hlogText } from '../reports/formats/hlog.ts'
import { jsonFormat } from '../reports/formats/json-format.ts'
import { commandLines } from '../reports/terminal/command-lines.ts'
import { plainPaint } from '../reports/terminal/paint.ts'
import { reportPatches, reportText } from '../reports/terminal/report-text.ts'
import { endBundler } from './bundle/end-bundler.ts'
import { htmlReport } from './html/write-html-report.ts'
import { createPaint } from './live/terminal-paint.ts'
import { pathFromHere } from './path-from-here.ts'
import { readFinishedRun } from './read-finished-run.ts'
import { encodeHlogHistogram } from './report/encode-hlog-histogram.ts'
import { quotedWord } from './repeat-command.ts'
import { type RunDirectory, RunDirectoryError } from './run-directory.ts'

/** A run's report, and whether it is in the run's directory. */
export interface WrittenReport {
  readonly directory: RunDirectory
  readonly run: FinishedRun
  /** Why not all of its files could be written, or `null`. */
  readonly failure: unknown
}

/** Writes a run's report into its directory and prints it: `writeReportFiles`, then `printReport`. */
export async function writeReport(directory: RunDirectory, print: 'text' | 'json'): Promise<Report> {
  // Before it is printed, as who reads that may end this process: head does, when it has enough.
  const written = await writeReportFiles(directory)
  printReport(written, print)
  return written.run.report
}

/**
 * Writes a run's report into its directory, as text, JSON, a page and a log of its histograms, with the patches.
 *
 * @throws RunDirectoryError when an artifact of the run cannot be read
 */
export async function writeReportFiles(directory: RunDirectory): Promise<WrittenReport> {
  const run = await readFinishedRun(directory)
  const failure = await writeFiles(directory, run).then(
    () => null,
    (error: unknown) => error,
  )
  return { directory, run, failure }
}

/**
 * Prints a report on stdout. Where it could not be written, stderr says so.
 *
 * @throws what kept it from being written, where that is a mistake of this program
 */
export function printReport({ directory, run, failure }: WrittenReport, print: 'text' | 'json'): void {
  const { report } = run
  process.stdout.write(
    print === 'json'
      ? jsonFormat.render(run)
      : `\n${reportText(report, createPaint(process.stdout), run.hotPaths)}`,
  )
  if (failure !== null) warnOfUnwritten(directory, failure)
  else if (print === 'text') process.stdout.write(whereLines(report, directory))
}

/** @throws the failure, unless it is one of the system */
export function warnOfUnwritten(directory: RunDirectory, failure: unknown): void {
  if (!isOfSystem(failure)) throw failure
  process.stderr.write(`warning: the report is not in ${directory.path}: ${failure.message}\n`)
}

async function writeFiles(directory: RunDirectory, run: FinishedRun): Promise<void> {
  await directory.writeText('report.txt', reportText(run.report, plainPaint, run.hotPaths))
  await directory.writeText('report.json', jsonFormat.render(run))
  await directory.writeText('latency.hlog', hlogText(run, encodeHlogHistogram))
  await rm(directory.file('patches'), { recursive: true, force: true })
  for (const { client, fileName, text } of reportPatches(run.report)) {
    await directory.writeText(`patches/${client}/${fileName}`, text)
  }
  await endBundler()
  await directory.writeText('report.html', await htmlReport(run))
}

/** Such as a full disk; anything else is a mistake of this program. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof RunDirectoryError || (error instanceof Error && 'syscall' in error)
}

/** How an unfinished run goes on, and where there is more than was printed. */
function whereLines(report: Report, directory: RunDirectory): string {
  const { verdict, thresholds } = report
  const goesOn = verdict.verdict === 'INCOMPLETE' && !thresholds.some(({ aborted }) => aborted)
  const resume = `kneepoint run --resume ${quotedWord(pathFromHere(directory.path))}`
  const clients = new Set(reportPatches(report).map(({ client }) => client)).size
  return [
    ...(goesOn ? commandLines('Go on:', resume) : []),
    `As a page: ${pathFromHere(directory.file('report.html'))}`,
    ...(clients === 0
      ? []
      : [`Patches for all ${clients} clients: ${pathFromHere(directory.file('patches'))}`]),
  ]
    .map((line) => `${line}\n`)
    .join('')
}
