import { ConfigEditError, type Splice } from '../config-dialect.ts'
import { type DataTree, isEmpty } from '../json/data-tree.ts'
import { textPosition } from '../text-position.ts'
import type { EnvironmentVariable } from './environments.ts'

/** A part of a variable's value, in UTF-16 units of the value, and what is to stand there. */
export interface ValueSplice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The value of a variable, or `null` where the file does not say it. */
export function variableText({ scalar, start }: EnvironmentVariable): string | null {
  return scalar === null ? null : scalar.text.slice(start)
}

/** Why a variable whose value is needed cannot be changed. */
export function fromElsewhere({ name, node }: EnvironmentVariable): ConfigEditError {
  return new ConfigEditError(
    isEmpty(node)
      ? `${name} is taken from the environment outside: change it there`
      : `${name} comes from elsewhere: change it where that is`,
    node.from,
  )
}

/**
 * Splices of the file that change parts of a variable's value.
 *
 * @throws ConfigEditError where the value is an alias, is repeated by one, comes from elsewhere, or is written with
 * escapes
 */
export function variableSplices(
  { text, writer }: DataTree,
  variable: EnvironmentVariable,
  changes: readonly ValueSplice[],
): Splice[] {
  const { name, node, scalar, start } = variable
  if (scalar === null) throw fromElsewhere(variable)
  if (node.kind === 'reference') {
    const { line } = textPosition(text, node.targetFrom)
    throw new ConfigEditError(`${name} repeats what line ${line} says: change it there`, node.from)
  }
  if (scalar.sharedAt !== null) {
    const { line } = textPosition(text, scalar.sharedAt)
    throw new ConfigEditError(
      `${name} is repeated by the alias on line ${line}, which would change as well: separate the two first`,
      node.from,
    )
  }
  if (scalar.text === '') return writer.replace(scalar, changes.map((change) => change.text).join(' '))
  const offsets = writer.contentOffsets(scalar)
  if (offsets === null) {
    throw new ConfigEditError(`${name} is written with escapes: change it by hand`, node.from)
  }
  const separator = breakBeforeLast(text, offsets)
  const offsetOf = (at: number) => offsets[at] ?? (offsets.at(-1) as number) + 1
  return changes.map((change) => ({
    from: change.from === change.to ? behind(change.from) : offsetOf(start + change.from),
    to: behind(change.to),
    text: change.from === change.to ? change.text.replace(/^ /, separator) : change.text,
  }))

  /** Just behind the unit before, so that an insertion stays next to it. */
  function behind(at: number): number {
    return start + at === 0 ? offsetOf(0) : offsetOf(start + at - 1) + 1
  }
}

/** What stands before the last word in the file where that is a line break with an indentation; else a space. */
function breakBeforeLast(text: string, offsets: readonly number[]): string {
  const written = text.slice(offsets[0], (offsets.at(-1) ?? 0) + 1).trimEnd()
  return /[ \t]*\r?\n[ \t]*(?=\S+$)/.exec(written)?.[0] ?? ' '
}
