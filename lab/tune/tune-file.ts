import { isAbsolute, parse, relative, resolve, sep } from 'node:path'
import type { Client } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { configDialects } from '../../reports/patches/edit/dialects.ts'
import { editConfig, type FoundPlace, type ValueChange } from '../../reports/patches/edit/edit-config.ts'
import { unifiedDiff } from '../../reports/patches/unified-diff.ts'
import { UsageError } from '../usage-error.ts'
import { readUserFile, replaceUserFile } from './user-file.ts'

/** What became of the user's file. */
export interface TunedFile {
  /** As the user named it. */
  readonly path: string
  readonly place: FoundPlace
  readonly changes: readonly ValueChange[]
  readonly notes: readonly string[]
  /** Unified diff; empty where the file says what is wanted already. */
  readonly diff: string
  readonly written: boolean
}

/**
 * Changes one pool's settings in the user's file; writes it only when told.
 *
 * @param options.line on which the pool begins, where the file has several; `null` to take the only one
 * @throws UsageError that says why nothing was written
 */
export async function tuneFile(options: {
  readonly path: string
  readonly client: Client
  readonly settings: PoolSettings
  readonly line: number | null
  readonly write: boolean
}): Promise<TunedFile> {
  const { path, client, settings, line, write } = options
  const file = await readUserFile(path)
  const edit = editConfig({
    file: { name: path, text: file.text },
    client,
    wanted: settings,
    dialects: configDialects,
    line,
  })
  if (edit.kind === 'refused') throw new UsageError(edit.message)
  const { place, notes } = edit
  if (edit.kind === 'unchanged') return { path, place, changes: [], notes, diff: '', written: false }
  if (write) await replaceUserFile(file, edit.text)
  const diff = unifiedDiff(nameInDiff(path), file.text, edit.text)
  return { path, place, changes: edit.changes, notes, diff, written: write }
}

/**
 * Relative to where the command runs, as `git apply` and `patch -p1` expect it there; of a file elsewhere from the root,
 * since neither takes a path that leads upwards.
 */
export function nameInDiff(path: string): string {
  const fromHere = relative('', path)
  const isElsewhere = isAbsolute(fromHere) || fromHere.split(sep)[0] === '..'
  const name = isElsewhere ? relative(parse(resolve(path)).root, path) : fromHere
  return name.replaceAll(sep, '/')
}
