import type { PatchFormat } from './patch-format.ts'
import type { FoundRecommendation } from './find-recommendation.ts'
import { type TunedFile, tuneFile } from './tune-file.ts'
import { type TunedObject, tuneJsonPatch } from './tune-json-patch.ts'
import { type KubectlCommand, tuneKubectl } from './tune-kubectl.ts'

/** The recommendation in the form that was asked for. */
export type TuneOutput =
  | { readonly format: 'snippet' }
  | { readonly format: 'diff'; readonly file: TunedFile }
  | { readonly format: 'json-patch'; readonly object: TunedObject }
  | { readonly format: 'kubectl'; readonly kubectl: KubectlCommand }

/**
 * @returns `null` where there is nothing to change
 * @throws UsageError where there is no such form of it; nothing is written then
 */
export async function tuneOutput(
  { client, settings }: FoundRecommendation,
  format: PatchFormat,
): Promise<TuneOutput | null> {
  if (settings === null) return null
  if (format.name === 'diff') {
    const { path, line, write } = format
    return { format: 'diff', file: await tuneFile({ path, client, settings, line, write }) }
  }
  if (format.name === 'json-patch') {
    const { path, line } = format
    return { format: 'json-patch', object: await tuneJsonPatch({ path, client, settings, line }) }
  }
  if (format.name === 'kubectl') {
    return { format: 'kubectl', kubectl: tuneKubectl(client, settings, format.resource) }
  }
  return { format: 'snippet' }
}
