import { type CodeKind, codeKind } from './code-kind.ts'
import type { Frame } from './stack-profile.ts'

/** A place in code that something is put down to: a function, and where it is known, the line in it. */
export interface CodeSite {
  readonly functionName: string
  readonly file: string
  /** Where the function begins; from 1, or 0 where it is not known. */
  readonly line: number
  /** From 1, or 0 where it is not known. */
  readonly column: number
  /** The line of the function that most of its own time was spent on; `null` where that is not known. */
  readonly hotLine: number | null
}

/** What one may be able to change, from the most likely. */
const PREFERRED: readonly CodeKind[] = ['own', 'package', 'runtime']

/**
 * Where in a stack the user's own code ends: the index of its innermost frame there, or else that of a package, or else
 * of the runtime; −1 where nothing of the kind is in it.
 *
 * @param stack the innermost function first
 */
export function innermostOwn(stack: readonly Frame[]): number {
  for (const kind of PREFERRED) {
    const at = stack.findIndex((frame) => codeKind(frame) === kind)
    if (at >= 0) return at
  }
  return -1
}

/** The most telling of some kinds of code. */
export function preferredKind(kinds: ReadonlySet<CodeKind>): CodeKind | null {
  return PREFERRED.find((kind) => kinds.has(kind)) ?? null
}
