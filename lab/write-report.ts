import { rm } from 'node:fs/promises'
import type { FinishedRun } from '../models/report/finished-run.ts'
import type { Report } from '../models/report/report.ts'
import { jsonFormat } from '../reports/formats/json-format.ts'
import type { RenderedPatch } from '../reports/patches/render-patches.ts'
import { commandLines } from '../reports/terminal/command-lines.ts'
import { reportPatches, reportText } from '../reports/terminal/report-text.ts'
import { htmlReport } from './html/write-html-report.ts'
import { createPaint } from './live/terminal-paint.ts'
import { pathFromHere } from './path-from-here.ts'
import { readFinishedRun } from './read-finished-run.ts'
import { quotedWord } from './repeat-command.ts'
import type { RunDirectory } from './run-directory.ts'

/**
 * Writes a run's report into its directory, as text, JSON and a page, with the patches, and prints it. Where it cannot be
 * written, it is printed all the same, and stderr says so.
 */
export async function writeReport(directory: RunDirectory, print: 'text' | 'json'): Promise<Report> {
  const run = await readFinishedRun(directory)
  const { report } = run
  const patches = reportPatches(report)
  const failure = await writeFiles(directory, await filesOf(run, patches))
  process.stdout.write(
    print === 'json'
      ? jsonFormat.render(run)
      : `\n${reportText(report, createPaint(process.stdout))}${failure === null ? whereLines(report, directory, patches) : ''}`,
  )
  if (failure !== null) {
    process.stderr.write(`warning: the report was not written into ${directory.path}: ${failure}\n`)
  }
  return report
}

/** Names in the directory, with what is to be there. */
async function filesOf(run: FinishedRun, patches: readonly RenderedPatch[]): Promise<Map<string, string>> {
  return new Map([
    ['report.txt', reportText(run.report)],
    ['report.json', jsonFormat.render(run)],
    ['report.html', await htmlReport(run)],
    ...patches.map(({ client, fileName, text }) => [`patches/${client}/${fileName}`, text] as const),
  ])
}

/** @returns why it failed, or `null` */
async function writeFiles(
  directory: RunDirectory,
  files: ReadonlyMap<string, string>,
): Promise<string | null> {
  try {
    await rm(directory.file('patches'), { recursive: true, force: true })
    for (const [name, text] of files) await directory.writeText(name, text)
    return null
  } catch (error) {
    return (error as Error).message
  }
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
