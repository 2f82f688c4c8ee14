import type { ExperimentArtifact } from '../../models/experiment/experiment-artifact.ts'
import { planExperiment } from '../../models/experiment/experiment-plan.ts'
import { buildExperimentReport, type ExperimentReport } from '../../models/experiment/experiment-report.ts'
import { experimentDocument } from '../../reports/experiment/experiment-document.ts'
import { experimentMarkdown } from '../../reports/experiment/experiment-markdown.ts'
import { experimentText } from '../../reports/experiment/experiment-text.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { pathFromHere } from '../path-from-here.ts'
import { repeatCommand } from '../repeat-command.ts'
import { RunDirectoryError } from '../run-directory.ts'
import type { ExperimentDirectory } from './run-experiment.ts'

/** The forms in which an experiment's report can be had; files in its directory are named after them. */
export const experimentForms = ['text', 'json', 'md', 'html'] as const

export type ExperimentForm = (typeof experimentForms)[number]

/** Names of the files. */
export const experimentFiles: Readonly<Record<ExperimentForm, string>> = {
  text: 'report.txt',
  json: 'report.json',
  md: 'report.md',
  html: 'report.html',
}

/**
 * Computes an experiment's report from what it measured, as far as it has come.
 *
 * @throws RunDirectoryError when the artifact cannot be read
 */
export async function readExperimentReport(directory: ExperimentDirectory): Promise<ExperimentReport> {
  const { name, seed, plan, startedAt, scenarioHash, scenarioFile, environment } = directory.record
  const identity = {
    name,
    seed,
    startedAt,
    scenarioHash,
    command: repeatCommand({ scenarioFile, seed, plan, targetUrl: null }),
    environment: `${environment.runtime}, ${environment.cores} cores, ${environment.cpu}`,
  }
  return buildExperimentReport(identity, (await directory.read()) ?? nothingMeasured(plan))
}

function nothingMeasured(name: 'full' | 'quick'): ExperimentArtifact {
  return {
    variants: [],
    traffic: [],
    plan: planExperiment({ name, variants: 2, durationMs: Infinity, wanted: {} }),
    measures: null,
    rounds: [],
    notes: [],
    graphs: [],
  }
}

/** The report in one form, as it is written to a file. */
export async function renderExperiment(report: ExperimentReport, form: ExperimentForm): Promise<string> {
  if (form === 'text') return experimentText(report)
  if (form === 'json') return `${JSON.stringify(experimentDocument(report), null, 2)}\n`
  if (form === 'md') return experimentMarkdown(report)
  // The chart takes a second or two to load: only those who want the page are to wait for it.
  const { experimentPage } = await import('../../reports/experiment/experiment-page.ts')
  return experimentPage(report)
}

/**
 * Writes the report into the directory, in all its forms, and prints it on stdout. Where it could not be written, stderr
 * says so.
 *
 * @throws what kept it from being written, where that is a mistake of this program
 */
export async function publishExperiment(
  directory: ExperimentDirectory,
  report: ExperimentReport,
  print: 'text' | 'json',
): Promise<void> {
  const failure = await writeForms(directory, report)
  process.stdout.write(
    print === 'json'
      ? await renderExperiment(report, 'json')
      : `\n${experimentText(report, createPaint(process.stdout))}`,
  )
  if (failure !== null) {
    process.stderr.write(`warning: the report is not in ${directory.path}: ${failure.message}\n`)
  } else if (print === 'text') {
    process.stdout.write(`As a page: ${pathFromHere(directory.file(experimentFiles.html))}\n`)
  }
}

/** @returns why not all of them could be written, such as a full disk, or `null` */
async function writeForms(
  directory: ExperimentDirectory,
  report: ExperimentReport,
): Promise<RunDirectoryError | null> {
  try {
    for (const form of experimentForms) {
      await directory.writeText(experimentFiles[form], await renderExperiment(report, form))
    }
    return null
  } catch (error) {
    if (error instanceof RunDirectoryError) return error
    throw error
  }
}
