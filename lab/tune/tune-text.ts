import { patchText, renderPatches } from '../../reports/patches/render-patches.ts'
import { describeSettings } from '../../reports/terminal/describe-settings.ts'
import { toStored } from '../../models/pool/settings.ts'
import type { FoundRecommendation } from './find-recommendation.ts'
import type { TunedFile } from './tune-file.ts'

/** What `tune` has to show. */
export interface TuneResult {
  /** Path of the run. */
  readonly run: string
  readonly found: FoundRecommendation
  /** `null` where no file was named, or nothing is to change. */
  readonly file: TunedFile | null
}

/** The patch itself, for stdout: a snippet, or the diff of a file; empty where there is nothing to change. */
export function tuneText({ found: { client, settings }, file }: TuneResult): string {
  if (settings === null) return ''
  return file === null ? patchText(renderPatches(settings, [client])) : file.diff
}

/** What is said about it, for stderr; one line each. */
export function tuneNotes(result: TuneResult): string[] {
  const { run, found, file } = result
  if (found.settings === null) {
    return [`${run}: nothing to change. ${found.reasons[0] ?? ''}`.trimEnd(), ...found.notes]
  }
  const title = `${run}: ${describeSettings(toStored(found.settings))}, for ${found.client.title}`
  return [title, ...(file === null ? [] : fileLines(file)), ...found.notes, ...(file?.notes ?? [])]
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
