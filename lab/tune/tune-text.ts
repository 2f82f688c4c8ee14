import { patchText, renderPatches } from '../../reports/patches/render-patches.ts'
import { describeSettings } from '../../reports/terminal/describe-settings.ts'
import { toStored } from '../../models/pool/settings.ts'
import type { FoundRecommendation } from './find-recommendation.ts'
import type { TunedFile } from './tune-file.ts'
import type { TunedObject } from './tune-json-patch.ts'
import type { TuneOutput } from './tune-output.ts'

/** What `tune` has to show. */
export interface TuneResult {
  /** Path of the run. */
  readonly run: string
  readonly found: FoundRecommendation
  /** `null` where nothing is to change. */
  readonly output: TuneOutput | null
}

/** The patch itself, for stdout; empty where there is nothing to change. */
export function tuneText({ found: { client, settings }, output }: TuneResult): string {
  if (settings === null || output === null) return ''
  if (output.format === 'diff') return output.file.diff
  if (output.format === 'json-patch') return `${JSON.stringify(output.object.operations)}\n`
  if (output.format === 'kubectl') return `${output.kubectl.command}\n`
  return patchText(renderPatches(settings, [client]))
}

/** What is said about it, for stderr; one line each. */
export function tuneNotes({ run, found, output }: TuneResult): string[] {
  if (found.settings === null) {
    return [`${run}: nothing to change. ${found.reasons[0] ?? ''}`.trimEnd(), ...found.notes]
  }
  const title = `${run}: ${describeSettings(toStored(found.settings))}, for ${found.client.title}`
  const [lines, notes] = output === null ? [[], []] : outputNotes(output)
  return [title, ...lines, ...found.notes, ...notes]
}

/** What became of it, and what to mind. */
function outputNotes(output: TuneOutput): readonly [readonly string[], readonly string[]] {
  if (output.format === 'diff') return [fileLines(output.file), output.file.notes]
  if (output.format === 'json-patch') return [objectLines(output.object), output.object.notes]
  return [[], output.format === 'kubectl' ? output.kubectl.notes : []]
}

function fileLines({ path, place, changes, diff, written }: TunedFile): string[] {
  const where = `${path}:${place.line} ${place.title}`
  if (diff === '') return [`${where}: says so already; nothing to write`]
  const what = changes.map(
    ({ name, before, after }) => `${name} ${before ?? '(unset)'} → ${after ?? '(unset)'}`,
  )
  return [
    `${where}: ${what.join(', ')}`,
    written ? `${path} written` : 'nothing was written yet: add --write',
  ]
}

function objectLines({ path, document, operations }: TunedObject): string[] {
  if (operations.length === 0) return [`${path}: says so already; no operations`]
  return document === 0 ? [] : [`${path}: the operations are for document ${document + 1} of the file`]
}
