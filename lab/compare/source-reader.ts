import type { ComparedSource } from '../../models/compare/compared-source.ts'
import type { RunSide } from './read-run-source.ts'

/** A file that somebody wants to compare. */
export interface SourceFile {
  /** As the user named it, without a side. */
  readonly path: string
  /** The side of a run that was named with it; `null` where none was. */
  readonly side: RunSide | null
  readonly text: string
  /** What it holds as JSON; `undefined` where it is not JSON. */
  readonly json: unknown
}

/**
 * Reads what one tool wrote.
 *
 * @returns `null` where the file is of another kind, so that the next reader may try
 * @throws UsageError where it is of this kind and cannot be compared
 */
export type SourceReader = (file: SourceFile) => ComparedSource | null | Promise<ComparedSource | null>
