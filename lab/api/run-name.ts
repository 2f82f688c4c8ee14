import { UsageError } from '../usage-error.ts'
import { isRecord } from './require-options.ts'

/** A run: what `run` returned, or its directory, or its name in the folder where runs are kept. */
export type RunName = string | { readonly directory: string }

/** @throws UsageError for what names no run */
export function nameOfRun(run: RunName): string {
  const given: unknown = run
  const name = isRecord(given) ? given['directory'] : given
  if (typeof name === 'string' && name !== '') return name
  throw new UsageError('a run is named by its directory, its name, or what run returned')
}
