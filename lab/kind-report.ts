import type { Paint } from '../reports/terminal/paint.ts'
import type { KindDirectory } from './kind-directory.ts'
import { createPaint } from './live/terminal-paint.ts'
import { pathFromHere } from './path-from-here.ts'
import { RunDirectoryError } from './run-directory.ts'

/** Names of the files that a report is written to, by form. */
export const REPORT_FILES = {
  text: 'report.txt',
  json: 'report.json',
  md: 'report.md',
  html: 'report.html',
} as const

export type ReportFormName = keyof typeof REPORT_FILES

/** How runs of one kind are reported. */
export interface KindReport<Artifact extends object, Report, Form extends ReportFormName> {
  readonly kind: string
  /** As in "the report of a cascade", and of several. */
  readonly noun: readonly [one: string, several: string]
  /** The forms it can be had in, text and JSON among them. */
  readonly forms: ReadonlyArray<Form | 'text' | 'json'>
  /** @throws RunDirectoryError when what was measured cannot be read */
  readonly read: (directory: KindDirectory<Artifact>) => Promise<Report>
  /** One form, as it is written to a file. */
  readonly render: (report: Report, form: Form | 'text' | 'json') => string | Promise<string>
  /** What a terminal shows. */
  readonly text: (report: Report, paint: Paint) => string
}

/**
 * Writes a report into the run's directory, in all its forms, and prints it on stdout. Where it could not be written, stderr
 * says so.
 *
 * @throws what kept it from being written, where that is a mistake of this program
 */
export async function publishKindReport<Artifact extends object, Report, Form extends ReportFormName>(
  of: KindReport<Artifact, Report, Form>,
  directory: KindDirectory<Artifact>,
  report: Report,
  print: 'text' | 'json',
): Promise<void> {
  const failure = await writeForms(of, directory, report)
  process.stdout.write(
    print === 'json' ? await of.render(report, 'json') : `\n${of.text(report, createPaint(process.stdout))}`,
  )
  if (failure !== null) {
    process.stderr.write(`warning: the report is not in ${directory.path}: ${failure.message}\n`)
    return
  }
  const hasPage = of.forms.some((form) => form === 'html')
  if (print === 'text' && hasPage) {
    process.stdout.write(`As a page: ${pathFromHere(directory.file(REPORT_FILES.html))}\n`)
  }
}

/** @returns why not all of them could be written, such as a full disk, or `null` */
async function writeForms<Artifact extends object, Report, Form extends ReportFormName>(
  { forms, render }: KindReport<Artifact, Report, Form>,
  directory: KindDirectory<Artifact>,
  report: Report,
): Promise<RunDirectoryError | null> {
  try {
    for (const form of forms) await directory.writeText(REPORT_FILES[form], await render(report, form))
    return null
  } catch (error) {
    if (error instanceof RunDirectoryError) return error
    throw error
  }
}
