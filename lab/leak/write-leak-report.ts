import {
  buildLeakCheckReport,
  type LeakCheckArtifact,
  type LeakCheckReport,
} from '../../models/leak/leak-check-report.ts'
import { leakCheckDocument } from '../../reports/leak/leak-check-document.ts'
import { leakCheckText } from '../../reports/leak/leak-check-text.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { pathFromHere } from '../path-from-here.ts'
import { quotedWord } from '../repeat-command.ts'
import { RunDirectoryError } from '../run-directory.ts'
import type { LeakDirectory } from './run-leak-check.ts'

/** The forms in which the report of a leak check can be had; files in its directory are named after them. */
export const leakForms = ['text', 'json', 'html'] as const

export type LeakForm = (typeof leakForms)[number]

/** Names of the files. */
export const leakFiles: Readonly<Record<LeakForm, string>> = {
  text: 'report.txt',
  json: 'report.json',
  html: 'report.html',
}

const NOTHING_CHECKED: LeakCheckArtifact = { variants: [], planned: 1, notes: [] }

/** @throws RunDirectoryError when the artifact cannot be read */
export async function readLeakReport(directory: LeakDirectory): Promise<LeakCheckReport> {
  const { name, seed, plan, startedAt, scenarioHash, scenarioFile, environment } = directory.record
  const identity = {
    name,
    seed,
    startedAt,
    plan,
    scenarioHash,
    command: [
      'kneepoint leak',
      quotedWord(pathFromHere(scenarioFile)),
      ...(plan === 'quick' ? ['--quick'] : []),
      `--seed ${seed}`,
    ].join(' '),
    environment: `${environment.runtime}, ${environment.cores} cores, ${environment.cpu}`,
  }
  return buildLeakCheckReport(identity, (await directory.read()) ?? NOTHING_CHECKED)
}

/** The report in one form, as it is written to a file. */
export async function renderLeakReport(report: LeakCheckReport, form: LeakForm): Promise<string> {
  if (form === 'text') return leakCheckText(report)
  if (form === 'json') return `${JSON.stringify(leakCheckDocument(report), null, 2)}\n`
  const { leakCheckPage } = await import('../../reports/leak/leak-check-page.ts')
  return leakCheckPage(report)
}

/**
 * Writes the report into the directory, in all its forms, and prints it on stdout. Where it could not be written, stderr
 * says so.
 *
 * @throws what kept it from being written, where that is a mistake of this program
 */
export async function publishLeakReport(
  directory: LeakDirectory,
  report: LeakCheckReport,
  print: 'text' | 'json',
): Promise<void> {
  const failure = await writeForms(directory, report)
  process.stdout.write(
    print === 'json'
      ? await renderLeakReport(report, 'json')
      : `\n${leakCheckText(report, createPaint(process.stdout))}`,
  )
  if (failure !== null) {
    process.stderr.write(`warning: the report is not in ${directory.path}: ${failure.message}\n`)
  } else if (print === 'text') {
    process.stdout.write(`\nAs a page: ${pathFromHere(directory.file(leakFiles.html))}\n`)
  }
}

/** @returns why not all of them could be written, such as a full disk, or `null` */
async function writeForms(
  directory: LeakDirectory,
  report: LeakCheckReport,
): Promise<RunDirectoryError | null> {
  try {
    for (const form of leakForms) {
      await directory.writeText(leakFiles[form], await renderLeakReport(report, form))
    }
    return null
  } catch (error) {
    if (error instanceof RunDirectoryError) return error
    throw error
  }
}
