import { type StoredPoolSettings, toStored } from '../../models/pool/settings.ts'
import { type RenderedPatch, renderPatches } from '../../reports/patches/render-patches.ts'
import type { TunedFile } from './tune-file.ts'
import type { TunedObject } from './tune-json-patch.ts'
import type { KubectlCommand } from './tune-kubectl.ts'
import type { TuneResult } from './tune-text.ts'

export const TUNE_SCHEMA_VERSION = 1

/** What `tune --json` prints. */
export interface TuneDocument {
  readonly schemaVersion: typeof TUNE_SCHEMA_VERSION
  readonly run: string
  readonly client: string
  /** `null` where today's settings are as good. */
  readonly settings: StoredPoolSettings | null
  readonly patch: RenderedPatch | null
  /** `null` where no diff was asked for. */
  readonly file: TunedFile | null
  /** `null` where no JSON Patch was asked for. */
  readonly jsonPatch: TunedObject | null
  /** `null` where no command for kubectl was asked for. */
  readonly kubectl: KubectlCommand | null
  readonly reasons: readonly string[]
  readonly notes: readonly string[]
}

export function tuneDocument({ run, found, output }: TuneResult): TuneDocument {
  const { client, settings, reasons, notes } = found
  return {
    schemaVersion: TUNE_SCHEMA_VERSION,
    run,
    client: client.name,
    settings: settings === null ? null : toStored(settings),
    patch: settings === null ? null : (renderPatches(settings, [client])[0] ?? null),
    file: output?.format === 'diff' ? output.file : null,
    jsonPatch: output?.format === 'json-patch' ? output.object : null,
    kubectl: output?.format === 'kubectl' ? output.kubectl : null,
    reasons,
    notes,
  }
}
