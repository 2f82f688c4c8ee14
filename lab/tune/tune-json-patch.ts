import type { Client } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { type JsonPatchOperation, jsonPatchFor } from '../../reports/patches/json-patch.ts'
import { UsageError } from '../usage-error.ts'
import { readUserFile } from './user-file.ts'

/** The change of the user's file as a JSON Patch (RFC 6902). */
export interface TunedObject {
  /** As the user named it. */
  readonly path: string
  /** Which of the file's documents the operations are for, from 0. */
  readonly document: number
  /** None where the file says what is wanted already. */
  readonly operations: readonly JsonPatchOperation[]
  readonly notes: readonly string[]
}

/**
 * @param options.line on which the pool begins, where the file has several; `null` to take the only one
 * @throws UsageError that says why there is none
 */
export async function tuneJsonPatch(options: {
  readonly path: string
  readonly client: Client
  readonly settings: PoolSettings
  readonly line: number | null
}): Promise<TunedObject> {
  const { path, client, settings, line } = options
  const { text } = await readUserFile(path)
  const patch = jsonPatchFor({ file: { name: path, text }, client, wanted: settings, line })
  if (patch.kind === 'refused') throw new UsageError(patch.message)
  const { document, operations, notes } = patch
  return { path, document, operations, notes }
}
