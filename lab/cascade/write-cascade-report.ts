import type { CascadeView } from '../../models/root-cause/cascade-view.ts'
import { cascadeMarkdown } from '../../reports/cascade/cascade-markdown.ts'
import { cascadeText } from '../../reports/cascade/cascade-text.ts'
import { createPaint } from '../live/terminal-paint.ts'
import { pathFromHere } from '../path-from-here.ts'
import { repeatCommand } from '../repeat-command.ts'
import { RunDirectoryError } from '../run-directory.ts'
import type { CascadeArtifact } from './cascade-artifact.ts'
import type { CascadeDirectory } from './run-cascade.ts'

/** The forms in which a cascade's report can be had; files in its directory are named after them. */
export const cascadeForms = ['text', 'json', 'md', 'html'] as const

export type CascadeForm = (typeof cascadeForms)[number]

/** Names of the files. */
export const cascadeFiles: Readonly<Record<CascadeForm, string>> = {
  text: 'report.txt',
  json: 'report.json',
  md: 'report.md',
  html: 'report.html',
}

/** Rises when a field of the JSON form is taken away or changes its meaning. */
const CASCADE_SCHEMA_VERSION = 1

/**
 * What a cascade has found, as far as it has come.
 *
 * @throws RunDirectoryError when the artifact cannot be read
 */
export async function readCascade(directory: CascadeDirectory): Promise<CascadeView> {
  const { name, seed, plan, scenarioFile, environment } = directory.record
  const artifact = await directory.read()
  const notes = [
    `Seed ${seed}, on ${environment.runtime}, ${environment.cores} cores, ${environment.cpu}.`,
    `The same again: ${repeatCommand({ scenarioFile, seed, plan, targetUrl: null })}`,
  ]
  if (artifact === null) return { name, seed, injections: [], notes }
  const { rate, stretchMs, planned, injections } = artifact
  const sent = `Each stretch is ${stretchMs / 1000} s of ${rate} requests/s at random moments, the same in every stretch of a fault.`
  const ended = `It ended early, after ${injections.length} of ${planned} faults.`
  return {
    name,
    seed,
    injections,
    notes: [...(injections.length < planned ? [ended] : []), sent, ...busyNotes(injections), ...notes],
  }
}

function busyNotes(injections: CascadeArtifact['injections']): readonly string[] {
  const busy = injections.flatMap(({ wasHealthy }, i) => (wasHealthy ? [] : [i + 1]))
  if (busy.length === 0) return []
  return [
    `Requests failed or took long before there was a fault, for which something else on this machine is to blame: do not trust what is said of fault ${busy.join(', ')}.`,
  ]
}

/** The report in one form, as it is written to a file. */
export async function renderCascade(view: CascadeView, form: CascadeForm): Promise<string> {
  if (form === 'text') return cascadeText(view)
  if (form === 'md') return cascadeMarkdown(view)
  if (form === 'json') {
    return `${JSON.stringify({ schemaVersion: CASCADE_SCHEMA_VERSION, ...view }, null, 2)}\n`
  }
  const { cascadePage } = await import('./cascade-page.ts')
  return cascadePage(view)
}

/**
 * Writes the report into the directory, in all its forms, and prints it on stdout. Where it could not be written, stderr
 * says so.
 *
 * @throws what kept it from being written, where that is a mistake of this program
 */
export async function publishCascade(
  directory: CascadeDirectory,
  view: CascadeView,
  print: 'text' | 'json',
): Promise<void> {
  const failure = await writeForms(directory, view)
  process.stdout.write(
    print === 'json'
      ? await renderCascade(view, 'json')
      : `\n${cascadeText(view, createPaint(process.stdout))}`,
  )
  if (failure !== null) {
    process.stderr.write(`warning: the report is not in ${directory.path}: ${failure.message}\n`)
  } else if (print === 'text') {
    process.stdout.write(`As a page: ${pathFromHere(directory.file(cascadeFiles.html))}\n`)
  }
}

/** @returns why not all of them could be written, such as a full disk, or `null` */
async function writeForms(directory: CascadeDirectory, view: CascadeView): Promise<RunDirectoryError | null> {
  try {
    for (const form of cascadeForms) {
      await directory.writeText(cascadeFiles[form], await renderCascade(view, form))
    }
    return null
  } catch (error) {
    if (error instanceof RunDirectoryError) return error
    throw error
  }
}
