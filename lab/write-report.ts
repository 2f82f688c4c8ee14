import { rm } from 'node:fs/promises'
import type { FinishedRun } from '../models/report/finished-run.ts'
import type { Report } from '../models/report/report.ts'
import { hlogText } from '../reports/formats/hlog.ts'
import { jsonFormat } from '../reports/formats/json-format.ts'
import type { RenderedPatch } from '../reports/patches/render-patches.ts'
import { commandLines } from '../reports/terminal/command-lines.ts'
import { reportPatches, reportText } from '../reports/terminal/report-text.ts'
import { endBundler } from './bundle/end-bundler.ts'
import { htmlReport } from './html/write-html-report.ts'
import { createPaint } from './live/terminal-paint.ts'
import { pathFromHere } from './path-from-here.ts'
import { readFinishedRun } from './read-finished-run.ts'
import { encodeHlogHistogram } from './report/encode-hlog-histogram.ts'
import { quotedWord } from './repeat-command.ts'
import { type RunDirectory, RunDirectoryError } from './run-directory.ts'

/**
 * Writes a run's report into its directory, as text, JSON, a page and a log of its histograms, with the patches, and
 * prints it. Where it cannot be written, it is printed all the same, and stderr says so.
 */
export async function writeReport(directory: RunDirectory, print: 'text' | 'json'): Promise<Report> {
  const run = await readFinishedRun(directory)
  const { report } = run
  const patches = reportPatches(report)
  // Before it is printed, as who reads that may end this process: head does, when it has enough.
  const failure = await writeFiles(directory, run, patches).then(
    () => null,
    (error: unknown) => error,
  )
  process.stdout.write(
    print === 'json' ? jsonFormat.render(run) : `\n${reportText(report, createPaint(process.stdout))}`,
  )
  if (failure === null) {
    if (print === 'text') process.stdout.write(whereLines(report, directory, patches))
  } else if (isOfSystem(failure)) {
    process.stderr.write(`warning: the report is not in ${directory.path}: ${failure.message}\n`)
  } else throw failure
  return report
}

async function writeFiles(
  directory: RunDirectory,
  run: FinishedRun,
  patches: readonly RenderedPatch[],
): Promise<void> {
  await directory.writeText('report.txt', reportText(run.report))
  await directory.writeText('report.json', jsonFormat.render(run))
  await directory.writeText('latency.hlog', hlogText(run, encodeHlogHistogram))
  await rm(directory.file('patches'), { recursive: true, force: true })
  for (const { client, fileName, text } of patches) {
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
function whereLines(
  { verdict, thresholds }: Report,
  directory: RunDirectory,
  patches: readonly RenderedPatch[],
): string {
  const goesOn = verdict.verdict === 'INCOMPLETE' && !thresholds.some(({ aborted }) => aborted)
  const resume = `kneepoint run --resume ${quotedWord(pathFromHere(directory.path))}`
  const clients = new Set(patches.map(({ client }) => client)).size
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
