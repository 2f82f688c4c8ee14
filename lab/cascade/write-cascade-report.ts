import type { CascadeView } from '../../models/root-cause/cascade-view.ts'
import { cascadeMarkdown } from '../../reports/cascade/cascade-markdown.ts'
import { cascadeText } from '../../reports/cascade/cascade-text.ts'
import type { KindReport } from '../kind-report.ts'
import { repeatCommand } from '../repeat-command.ts'
import type { CascadeArtifact } from './cascade-artifact.ts'
import { CASCADE, type CascadeDirectory } from './run-cascade.ts'

/** Rises when a field of the JSON form is taken away or changes its meaning. */
const CASCADE_SCHEMA_VERSION = 1

/**
 * What a cascade has found, as far as it has come.
 *
 * @throws RunDirectoryError when the artifact cannot be read
 */
async function readCascade(directory: CascadeDirectory): Promise<CascadeView> {
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

async function renderCascade(view: CascadeView, form: 'text' | 'json' | 'md' | 'html'): Promise<string> {
  if (form === 'text') return cascadeText(view)
  if (form === 'md') return cascadeMarkdown(view)
  if (form === 'json') {
    return `${JSON.stringify({ schemaVersion: CASCADE_SCHEMA_VERSION, ...view }, null, 2)}\n`
  }
  const { cascadePage } = await import('./cascade-page.ts')
  return cascadePage(view)
}

/** How cascades are reported. */
export const cascadeReport = {
  kind: CASCADE,
  noun: ['a cascade', 'cascades'],
  forms: ['text', 'json', 'md', 'html'],
  read: readCascade,
  render: renderCascade,
  text: cascadeText,
} as const satisfies KindReport<CascadeArtifact, CascadeView, 'text' | 'json' | 'md' | 'html'>
